// What a picture shows, as far as a model can tell: five probabilities. A probability is a reason to look, nothing
// more: at a prevalence of 1 % a model that is right 98 times in a hundred either way is wrong two times of three.
//
// The port, and its implementation on ONNX Runtime. A build without that library has the port alone.
#pragma once

#include <base/result.h>

#include <array>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace muster::pictures {

inline constexpr std::size_t kClassCount = 5;
inline constexpr std::array<const char*, kClassCount> kClassNames{"drawing", "hentai", "neutral", "porn", "sexy"};
using Classes = std::array<float, kClassCount>;  // in the order of the names; their sum is 1
// Of explicit pictures: hentai and porn.
inline float explicit_of(const Classes& classes) {
  return classes[1] + classes[3];
}

// Thread-safe.
class Classifier {
 public:
  virtual ~Classifier() = default;
  virtual const std::string& name() const = 0;    // "mobilenet_v2"
  virtual const std::string& sha256() const = 0;  // of the model's file
  virtual int side() const = 0;                   // pictures are side × side
  // `tensors`: one picture behind the other, as to_tensor makes them. Errors: model_failed.
  virtual Result<std::vector<Classes>> classify(std::span<const float> tensors) const = 0;
};

struct ModelOptions {
  std::string file;     // of ONNX
  std::string library;  // libonnxruntime.so.1; "": beside the model, else where the system has it
  int threads = 0;      // that pictures of one call are shared among; 0: one a core
};
// Whether this build can open a model at all.
bool can_classify();
// Errors: model_unsupported (a build without it), model_library (the library is not there, or too old), model_missing,
// model_unusable (not a model of five classes over pictures).
Result<std::unique_ptr<Classifier>> open_classifier(const ModelOptions& options);

}  // namespace muster::pictures
