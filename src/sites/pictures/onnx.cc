// The models of nsfwjs on ONNX Runtime, through its C interface; the library is loaded when the first model is opened.
#include <pictures/classifier.h>

#ifdef MUSTER_ONNX

#include <base/bytes.h>
#include <base/files.h>

#include <mutex>
#include <thread>

#include <dlfcn.h>
#include <onnxruntime_c_api.h>
#include <unistd.h>

namespace muster::pictures {
namespace {

constexpr const char* kLibrary = "libonnxruntime.so.1";
constexpr std::size_t kModelBytesMax = 256u << 20;
constexpr std::int64_t kBatchMax = 16;  // pictures of one run

Error unusable() {
  return invalid("model_unusable", "The file is not a model of five classes over pictures, or is damaged.", "model");
}

// The library's functions; loaded once and kept.
Result<const OrtApi*> runtime(const std::string& library) {
  static std::mutex mutex;
  static const OrtApi* loaded = nullptr;
  const std::lock_guard lock(mutex);
  if (loaded != nullptr) return loaded;
  void* const handle = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  const auto base = handle ? reinterpret_cast<const OrtApiBase* (*)()>(dlsym(handle, "OrtGetApiBase")) : nullptr;
  loaded = base ? base()->GetApi(ORT_API_VERSION) : nullptr;
  if (loaded == nullptr)
    return unavailable("model_library",
                       "ONNX Runtime (libonnxruntime.so.1) is not there or too old. Text and hashes "
                       "are looked at all the same.");
  return loaded;
}

class OnnxClassifier final : public Classifier {
 public:
  OnnxClassifier(const OrtApi& ort, std::string name, std::string hash, int threads)
      : ort_(ort), name_(std::move(name)), sha256_(std::move(hash)), threads_(threads) {}
  ~OnnxClassifier() override {
    if (memory_) ort_.ReleaseMemoryInfo(memory_);
    if (session_) ort_.ReleaseSession(session_);
    if (env_) ort_.ReleaseEnv(env_);
  }
  OnnxClassifier(const OnnxClassifier&) = delete;

  const std::string& name() const override { return name_; }
  const std::string& sha256() const override { return sha256_; }
  int side() const override { return static_cast<int>(side_); }

  Result<void> open(const std::string& model) {
    OrtSessionOptions* options = nullptr;
    bool good = fine(ort_.CreateEnv(ORT_LOGGING_LEVEL_FATAL, "muster", &env_)) &&
                fine(ort_.CreateSessionOptions(&options)) && fine(ort_.SetIntraOpNumThreads(options, 1)) &&
                fine(ort_.SetInterOpNumThreads(options, 1)) &&
                fine(ort_.SetSessionGraphOptimizationLevel(options, ORT_ENABLE_ALL)) &&
                fine(ort_.CreateSessionFromArray(env_, model.data(), model.size(), options, &session_)) &&
                fine(ort_.CreateCpuMemoryInfo(OrtArenaAllocator, OrtMemTypeDefault, &memory_));
    if (options) ort_.ReleaseSessionOptions(options);
    return good && has_shape() ? Result<void>() : unusable();
  }

  Result<std::vector<Classes>> classify(std::span<const float> tensors) const override {
    const std::size_t one = static_cast<std::size_t>(3 * side_ * side_);
    if (tensors.empty() || tensors.size() % one != 0) return failed();
    const std::size_t count = tensors.size() / one;
    std::vector<Classes> out(count);
    const std::size_t threads = std::min<std::size_t>(count, static_cast<std::size_t>(threads_));
    std::vector<char> good(threads, 1);
    const auto run_part = [&](std::size_t t) {
      const std::size_t from = count * t / threads, to = count * (t + 1) / threads;
      for (std::size_t n = from; n < to; n += kBatchMax) {
        const std::size_t some = std::min<std::size_t>(kBatchMax, to - n);
        if (!run(tensors.subspan(n * one, some * one), std::span(out).subspan(n, some))) good[t] = 0;
      }
    };
    std::vector<std::thread> others;
    for (std::size_t t = 1; t < threads; ++t) others.emplace_back(run_part, t);
    run_part(0);
    for (auto& thread : others) thread.join();
    for (const char g : good)
      if (g == 0) return failed();
    return out;
  }

 private:
  static Error failed() { return internal_error("model_failed", "The picture model failed on this picture."); }
  // The status is released in any case.
  bool fine(OrtStatus* status) const {
    if (status == nullptr) return true;
    ort_.ReleaseStatus(status);
    return false;
  }
  // One input of N × 3 × side × side, one output of N × 5.
  bool has_shape() {
    OrtTypeInfo *in = nullptr, *out = nullptr;
    const bool there =
        fine(ort_.SessionGetInputTypeInfo(session_, 0, &in)) && fine(ort_.SessionGetOutputTypeInfo(session_, 0, &out));
    const auto a = shape_of(in), b = shape_of(out);
    if (in) ort_.ReleaseTypeInfo(in);
    if (out) ort_.ReleaseTypeInfo(out);
    if (!there || a.size() != 4 || a[1] != 3 || a[2] != a[3] || a[2] < 32 || a[2] > 1024 || b.size() != 2 ||
        b[1] != static_cast<std::int64_t>(kClassCount))
      return false;
    side_ = a[2];
    return true;
  }
  std::vector<std::int64_t> shape_of(const OrtTypeInfo* info) const {
    const OrtTensorTypeAndShapeInfo* tensor = nullptr;
    std::size_t n = 0;
    if (info == nullptr || !fine(ort_.CastTypeInfoToTensorInfo(info, &tensor)) || tensor == nullptr ||
        !fine(ort_.GetDimensionsCount(tensor, &n)))
      return {};
    std::vector<std::int64_t> shape(n);
    return fine(ort_.GetDimensions(tensor, shape.data(), n)) ? shape : std::vector<std::int64_t>();
  }
  bool run(std::span<const float> pixels, std::span<Classes> out) const {
    const std::array<std::int64_t, 4> shape{static_cast<std::int64_t>(out.size()), 3, side_, side_};
    OrtValue *in = nullptr, *answer = nullptr;
    const char *input = "input", *output = "classes";
    float* numbers = nullptr;
    // The library takes a pointer that it does not write through.
    const bool good = fine(ort_.CreateTensorWithDataAsOrtValue(memory_, const_cast<float*>(pixels.data()),
                                                               pixels.size_bytes(), shape.data(), shape.size(),
                                                               ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT, &in)) &&
                      fine(ort_.Run(session_, nullptr, &input, &in, 1, &output, 1, &answer)) &&
                      fine(ort_.GetTensorMutableData(answer, reinterpret_cast<void**>(&numbers)));
    if (good)
      for (std::size_t n = 0; n < out.size(); ++n) std::copy_n(numbers + n * kClassCount, kClassCount, out[n].begin());
    if (answer) ort_.ReleaseValue(answer);
    if (in) ort_.ReleaseValue(in);
    return good;
  }

  const OrtApi& ort_;
  const std::string name_, sha256_;
  const int threads_;
  OrtEnv* env_ = nullptr;
  OrtSession* session_ = nullptr;
  OrtMemoryInfo* memory_ = nullptr;
  std::int64_t side_ = 0;
};

}  // namespace

bool can_classify() {
  return true;
}

Result<std::unique_ptr<Classifier>> open_classifier(const ModelOptions& options) {
  auto model = read_file(options.file, kModelBytesMax);
  if (!model.ok()) return not_found("model_missing", "There is no picture model in " + options.file + ".");
  std::string library = options.library;
  if (library.empty()) {
    library = kLibrary;  // wherever the system has it
    const std::string beside = options.file.substr(0, options.file.rfind('/') + 1) + kLibrary;
    if (::access(beside.c_str(), R_OK) == 0) library = beside;
  }
  MUSTER_TRY(const OrtApi* const ort, runtime(library));
  std::string name = options.file.substr(options.file.rfind('/') + 1);
  name = name.substr(0, name.rfind('.'));
  const int threads =
      options.threads > 0 ? options.threads : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  auto out = std::make_unique<OnnxClassifier>(*ort, name, to_hex(muster::sha256(*model)), threads);
  MUSTER_CHECK_OK(out->open(*model));
  return std::unique_ptr<Classifier>(std::move(out));
}

}  // namespace muster::pictures

#endif
