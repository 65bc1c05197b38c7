# Builds one of the two web consoles or the point of sale (npm ci, Vite) in the build folder when its sources change, and embeds the result:
# muster_console(target house) makes "embedded_<target>.h" with the files of dist/<house>, as muster_embed does. The names of
# the files hold hashes and are known only after the build, so that the list is made then. What both share (console/src)
# makes both anew; the packages are installed once.
function(muster_console target house)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/embedded_${target})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/console/src/* ${CMAKE_SOURCE_DIR}/console/public/*
       ${CMAKE_SOURCE_DIR}/console/public-numbers/* ${CMAKE_SOURCE_DIR}/console/public-pos/*)
  # What is another page's alone makes nothing anew here.
  foreach(other sites numbers pos)
    if(NOT other STREQUAL house)
      list(FILTER sources EXCLUDE REGEX "/console/src/${other}/(views|ui|checks|vault|words)/")
    endif()
  endforeach()
  foreach(name index.html numbers.html pos.html package.json package-lock.json tsconfig.json vite.config.ts vite.pos.config.ts)
    list(APPEND sources ${CMAKE_SOURCE_DIR}/console/${name})
  endforeach()
  add_custom_command(OUTPUT ${out}.S ${out}.cc
    COMMAND ${CMAKE_COMMAND} -DSOURCE=${CMAKE_SOURCE_DIR}/console -DHOUSE=${house} -DWORK=${CMAKE_BINARY_DIR}/console
            -DOUT=${out} -DNAMESPACE=${target} -DEMBED=${CMAKE_SOURCE_DIR}/cmake/embed.cmake
            -P ${CMAKE_SOURCE_DIR}/cmake/build_console.cmake
    DEPENDS ${sources} ${CMAKE_SOURCE_DIR}/cmake/build_console.cmake ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
    COMMENT "Building the console of ${house}" VERBATIM)
  add_library(${target} STATIC ${out}.S ${out}.cc)
  set_source_files_properties(${out}.S PROPERTIES OBJECT_DEPENDS ${out}.cc)
  target_link_libraries(${target} PUBLIC base PRIVATE muster_compiler)
  file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/embed_include/embedded_${target}.h
    "#pragma once\n#include <base/embedded.h>\nnamespace ${target} { std::span<const muster::EmbeddedFile> files(); }\n")
  target_include_directories(${target} PUBLIC ${CMAKE_CURRENT_BINARY_DIR}/embed_include)
endfunction()
