# Compiler settings that hold for every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

set(MUSTER_SANITIZE "" CACHE STRING "Sanitizers to build with, as -fsanitize= takes them")
option(MUSTER_FUZZ "Build libFuzzer targets (needs clang)" OFF)

find_program(CCACHE ccache)
if(CCACHE)
  # The folder of a build does not matter to its objects; precompiled headers need the two sloppiness settings.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_NOHASHDIR=1 CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
endif()

add_library(muster_compiler INTERFACE)
target_compile_options(muster_compiler INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Werror
  -fno-strict-aliasing $<$<NOT:$<BOOL:${MUSTER_FUZZ}>>:-fpch-preprocess>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_BUILD_TYPE STREQUAL "Release")
  # g++ 12 reports false uninitialised and overread values inside its own std::string at -O2.
  target_compile_options(muster_compiler INTERFACE -Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overflow -Wno-array-bounds
    -Wno-stringop-overread)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND MUSTER_SANITIZE)
  target_compile_options(muster_compiler INTERFACE -Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overflow)
endif()
if(MUSTER_SANITIZE)
  add_compile_options(-fsanitize=${MUSTER_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${MUSTER_SANITIZE})
endif()
if(MUSTER_FUZZ)
  # clang 14 can't make code of coroutines with UBSan's check of function types.
  add_compile_options(-fsanitize=fuzzer-no-link -fno-sanitize=function)
endif()

# One precompiled header of standard headers, shared by all rooms. A room whose every file includes something heavy has one of
# its own (muster_room's PCH).
set(muster_standard_headers <algorithm> <array> <atomic> <chrono> <cstdint> <cstring> <fstream> <functional> <iostream> <map>
  <memory> <mutex> <optional> <set> <span> <sstream> <string> <string_view> <thread> <unordered_map> <utility> <variant> <vector>)
file(WRITE ${CMAKE_BINARY_DIR}/pch_anchor.cc "")
add_library(muster_pch OBJECT ${CMAKE_BINARY_DIR}/pch_anchor.cc)
target_link_libraries(muster_pch PRIVATE muster_compiler)
target_precompile_headers(muster_pch PRIVATE ${muster_standard_headers})
