# Embeds files into a library: muster_embed(target NAMESPACE ns FILES a b c BASE dir [DEPENDS …]) makes
#   "embedded_<target>.h" with  namespace ns { std::span<const EmbeddedFile> files(); }
# where EmbeddedFile{path, bytes} is of base/embedded.h and path is relative to BASE.
function(muster_embed target)
  cmake_parse_arguments(E "" "NAMESPACE;BASE" "FILES;DEPENDS" ${ARGN})
  set(out ${CMAKE_CURRENT_BINARY_DIR}/embedded_${target})
  list(JOIN E_FILES "\n" lines)
  file(GENERATE OUTPUT ${out}.list CONTENT "${lines}\n")
  add_custom_command(OUTPUT ${out}.S ${out}.cc
    COMMAND ${CMAKE_COMMAND} -DLIST=${out}.list -DBASE=${E_BASE} -DOUT=${out} -DNAMESPACE=${E_NAMESPACE}
            -P ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${E_FILES} ${E_DEPENDS} ${CMAKE_SOURCE_DIR}/cmake/embed.cmake ${out}.list VERBATIM)
  add_library(${target} STATIC ${out}.S ${out}.cc)
  set_source_files_properties(${out}.S PROPERTIES OBJECT_DEPENDS "${E_FILES};${E_DEPENDS}")
  target_link_libraries(${target} PUBLIC base PRIVATE muster_compiler)
  file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/embed_include/embedded_${target}.h
    "#pragma once\n#include <base/embedded.h>\nnamespace ${E_NAMESPACE} { std::span<const muster::EmbeddedFile> files(); }\n")
  target_include_directories(${target} PUBLIC ${CMAKE_CURRENT_BINARY_DIR}/embed_include)
endfunction()
