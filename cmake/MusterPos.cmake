# Builds the point of sale (console/src/pos) in the build folder when its sources change, and embeds it as muster_console does:
# muster_pos(target) makes "embedded_<target>.h" with the files of dist/pos.
function(muster_pos target)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/embedded_${target})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/console/src/pos/* ${CMAKE_SOURCE_DIR}/console/src/crypto/*
       ${CMAKE_SOURCE_DIR}/console/src/styles/* ${CMAKE_SOURCE_DIR}/console/public-pos/*)
  foreach(name pos.html package.json package-lock.json tsconfig.json vite.pos.config.ts)
    list(APPEND sources ${CMAKE_SOURCE_DIR}/console/${name})
  endforeach()
  add_custom_command(OUTPUT ${out}.S ${out}.cc
    COMMAND ${CMAKE_COMMAND} -DSOURCE=${CMAKE_SOURCE_DIR}/console -DWORK=${CMAKE_CURRENT_BINARY_DIR}/pos
            -DOUT=${out} -DNAMESPACE=${target} -DEMBED=${CMAKE_SOURCE_DIR}/cmake/embed.cmake
            -P ${CMAKE_SOURCE_DIR}/cmake/build_pos.cmake
    DEPENDS ${sources} ${CMAKE_SOURCE_DIR}/cmake/build_pos.cmake ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
    COMMENT "Building the point of sale" VERBATIM)
  add_library(${target} STATIC ${out}.S ${out}.cc)
  set_source_files_properties(${out}.S PROPERTIES OBJECT_DEPENDS ${out}.cc)
  target_link_libraries(${target} PUBLIC base PRIVATE muster_compiler)
  file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/embed_include/embedded_${target}.h
    "#pragma once\n#include <base/embedded.h>\nnamespace ${target} { std::span<const muster::EmbeddedFile> files(); }\n")
  target_include_directories(${target} PUBLIC ${CMAKE_CURRENT_BINARY_DIR}/embed_include)
endfunction()
