# A room is one static library with its own include folder; its files are compiled eight at a time, because most of the
# time goes into headers that they share: a name in an anonymous namespace is unique in its room.
#   src/<wing>/<room>/include/<room>/x.h   public face, included as "<room>/x.h"
#   src/<wing>/<room>/x.cc                 inside
#   src/<wing>/<room>/x_test.cc            one test program a room
#   src/<wing>/<room>/x_bench.cc           one Google Benchmark program a room
#   src/<wing>/<room>/x_fuzz.cc            one libFuzzer program a file; without libFuzzer a short replay, as a test
#   src/<wing>/<room>/x_fuzz_seeds/        inputs to begin with, and those that once broke it
# FOLDER: where it stands when that isn't its name (both programs have a folder `api`).
# LINKS names rooms above this one: their public include folders, and nothing else, become visible.
# USES names third-party libraries that the inside needs; TEST_LINKS are visible to the tests alone,
# PCH: headers that nearly every file of the room includes; then it has a precompiled header of its own.
# BENCH_LINKS (peers) to the benches alone, FUZZ_LINKS (what is compared with) to the fuzz targets alone.
function(muster_room name)
  cmake_parse_arguments(R "" "FOLDER" "LINKS;USES;TEST_LINKS;BENCH_LINKS;FUZZ_LINKS;PCH" ${ARGN})
  set(dir ${CMAKE_CURRENT_SOURCE_DIR}/${name})
  if(R_FOLDER)
    set(dir ${CMAKE_CURRENT_SOURCE_DIR}/${R_FOLDER})
  endif()
  get_filename_component(wing ${CMAKE_CURRENT_SOURCE_DIR} NAME)
  muster_check_direction(${name} ${wing} "${R_LINKS}")
  file(GLOB sources CONFIGURE_DEPENDS ${dir}/*.cc)
  file(GLOB tests CONFIGURE_DEPENDS ${dir}/*_test.cc)
  file(GLOB benches CONFIGURE_DEPENDS ${dir}/*_bench.cc)
  file(GLOB fuzzers CONFIGURE_DEPENDS ${dir}/*_fuzz.cc)
  if(tests OR benches OR fuzzers)
    list(REMOVE_ITEM sources ${tests} ${benches} ${fuzzers})
  endif()

  add_library(${name} STATIC ${sources})
  target_include_directories(${name} PUBLIC ${dir}/include PRIVATE ${dir})
  target_link_libraries(${name} PUBLIC ${R_LINKS} PRIVATE ${R_USES} muster_compiler)
  if(R_PCH)
    target_precompile_headers(${name} PRIVATE ${muster_standard_headers} ${R_PCH})
  else()
    target_precompile_headers(${name} REUSE_FROM muster_pch)
  endif()

  muster_unity(${name})

  if(tests)
    add_executable(${name}_test ${tests})
    target_include_directories(${name}_test PRIVATE ${dir})
    target_link_libraries(${name}_test PRIVATE ${name} ${R_TEST_LINKS} ${R_USES} muster_test_compiler)
    if(R_PCH)
      target_precompile_headers(${name}_test PRIVATE ${muster_standard_headers} <gtest/gtest.h> ${R_PCH})
    else()
      target_precompile_headers(${name}_test REUSE_FROM muster_test_pch)
    endif()
    target_compile_definitions(${name}_test PRIVATE MUSTER_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    add_test(NAME ${name} COMMAND ${name}_test)
    set_tests_properties(${name} PROPERTIES TIMEOUT 600)
    muster_unity(${name}_test)
  endif()
  if(benches AND NOT MUSTER_FUZZ)
    add_executable(${name}_bench EXCLUDE_FROM_ALL ${benches})
    target_include_directories(${name}_bench PRIVATE ${dir})
    target_link_libraries(${name}_bench PRIVATE ${name} ${R_USES} ${R_BENCH_LINKS} muster_compiler benchmark::benchmark_main)
    add_dependencies(benches ${name}_bench)
  endif()
  foreach(source ${fuzzers})
    get_filename_component(target ${source} NAME_WE)
    if(MUSTER_FUZZ)
      add_executable(${target} EXCLUDE_FROM_ALL ${source})
      target_link_libraries(${target} PRIVATE ${name} ${R_USES} ${R_FUZZ_LINKS} muster_compiler -fsanitize=fuzzer)
      add_dependencies(fuzzers ${target})
    else()
      add_executable(${target} ${source} ${CMAKE_SOURCE_DIR}/tests/support/fuzz_replay.cc)
      target_link_libraries(${target} PRIVATE ${name} ${R_USES} ${R_FUZZ_LINKS} muster_compiler)
      file(GLOB seeds CONFIGURE_DEPENDS ${dir}/${target}_seeds/*)
      add_test(NAME ${target} COMMAND ${target} ${seeds})
      set_tests_properties(${target} PROPERTIES TIMEOUT 120)
    endif()
    target_include_directories(${target} PRIVATE ${dir})
    target_precompile_headers(${target} REUSE_FROM muster_pch)
  endforeach()
endfunction()

# The order of the house: a room links rooms that are already there, of its own wing or of the foundation.
function(muster_check_direction name wing links)
  set_property(GLOBAL PROPERTY MUSTER_WING_${name} ${wing})
  foreach(link ${links})
    if(NOT TARGET ${link})
      message(FATAL_ERROR "The room ${name} links ${link}, which stands below it or does not exist.")
    endif()
    get_property(other GLOBAL PROPERTY MUSTER_WING_${link})
    if(other AND NOT other STREQUAL wing AND NOT other STREQUAL "foundation")
      message(FATAL_ERROR "The room ${name} of the wing ${wing} links ${link} of the wing ${other}.")
    endif()
  endforeach()
endfunction()

# Eight files a compilation. To g++ the file that is compiled is then not the one in which an anonymous type stands.
function(muster_unity target)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endfunction()

add_custom_target(benches)
add_custom_target(fuzzers)
