# How tests are compiled, and the precompiled header that they share.
add_library(muster_test_compiler INTERFACE)
target_link_libraries(muster_test_compiler INTERFACE muster_compiler GTest::gtest_main GTest::gmock)
target_compile_options(muster_test_compiler INTERFACE -Wno-dangling-else)
if(MUSTER_SANITIZE MATCHES undefined)
  # UBSan watches the rooms, not the tests' own expectations: those took a third of the compile time. g++ 12 then
  # reports false overreads inside its own std::string.
  target_compile_options(muster_test_compiler INTERFACE -fno-sanitize=undefined -Wno-array-bounds -Wno-stringop-overread)
endif()
add_library(muster_test_pch OBJECT ${CMAKE_BINARY_DIR}/pch_anchor.cc)
target_link_libraries(muster_test_pch PRIVATE muster_test_compiler)
target_precompile_headers(muster_test_pch PRIVATE ${muster_standard_headers} <gtest/gtest.h> <gmock/gmock.h>)
