# The picture model: nsfwjs's weights made into ONNX at build time (src/sites/pictures/model), run by ONNX Runtime, whose
# library is loaded when it is first needed. Without these packages of npm everything is built all the same, with text
# and hashes alone.
option(MUSTER_PICTURE_MODEL "Build the picture model, where its npm packages are installed" ON)
set(model_folder ${CMAKE_SOURCE_DIR}/src/sites/pictures/model)
set(model_packages ${model_folder}/node_modules)
string(REPLACE x86_64 x64 model_processor ${CMAKE_SYSTEM_PROCESSOR})
string(REPLACE aarch64 arm64 model_processor ${model_processor})
set(model_library ${model_packages}/onnxruntime-node/bin/napi-v6/linux/${model_processor}/libonnxruntime.so.1)
file(GLOB model_headers
     ${model_packages}/com.github.asus4.onnxruntime/Plugins/*/onnxruntime.xcframework/ios-arm64/onnxruntime.framework/Headers)
set(models_out ${CMAKE_BINARY_DIR}/models)

# What the room links, and what says to tests and benches where the models are.
add_library(picture_model INTERFACE)
add_library(picture_models INTERFACE)
target_compile_definitions(picture_models INTERFACE MUSTER_MODELS="${models_out}")
target_link_libraries(picture_model INTERFACE ${CMAKE_DL_LIBS})
if(MUSTER_PICTURE_MODEL AND model_headers AND EXISTS ${model_library} AND EXISTS ${model_packages}/nsfwjs)
  message(STATUS "Picture model: nsfwjs on ONNX Runtime")
  target_include_directories(picture_model SYSTEM INTERFACE ${model_headers})
  target_compile_definitions(picture_model INTERFACE MUSTER_ONNX)
  file(GLOB model_scripts CONFIGURE_DEPENDS ${model_folder}/*.mjs)
  foreach(model mobilenet_v2 mobilenet_v2_mid inception_v3)
    add_custom_command(OUTPUT ${models_out}/${model}.onnx
      COMMAND ${CMAKE_COMMAND} -E make_directory ${models_out}
      COMMAND node ${model_folder}/convert.mjs ${model_packages}/nsfwjs/dist/models/${model} ${models_out}/${model}.onnx
      DEPENDS ${model_scripts} ${model_folder}/package-lock.json VERBATIM)
    list(APPEND model_files ${models_out}/${model}.onnx)
  endforeach()
  # The library stands beside the models, here as in a package: nothing holds a path of the machine that built it.
  add_custom_command(OUTPUT ${models_out}/libonnxruntime.so.1
    COMMAND ${CMAKE_COMMAND} -E make_directory ${models_out}
    COMMAND ${CMAKE_COMMAND} -E create_symlink ${model_library} ${models_out}/libonnxruntime.so.1 VERBATIM)
  add_custom_target(picture_model_files DEPENDS ${model_files} ${models_out}/libonnxruntime.so.1)
  add_dependencies(picture_models picture_model_files)
else()
  message(STATUS "Picture model: none (script/bootstrap installs its packages); pictures are known by their hashes alone")
endif()

# What hashes_bench compares the index with, where it is installed (script/bootstrap --bench).
add_library(hash_peers INTERFACE)
find_library(FAISS_ARCHIVE libfaiss.a)
find_library(LAPACK_LIBRARY lapack)
if(FAISS_ARCHIVE AND LAPACK_LIBRARY)
  target_compile_definitions(hash_peers INTERFACE MUSTER_FAISS)
  target_link_libraries(hash_peers INTERFACE ${FAISS_ARCHIVE} lapack blas gomp Threads::Threads)
endif()
