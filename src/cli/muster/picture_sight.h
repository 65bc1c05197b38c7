// What an instance's visits see pictures with: the decoder's processes, the lists of known pictures and the model, each
// made when the first picture is looked at.
#pragma once

#include <hashes/service.h>
#include <pictures/look.h>
#include <policy/policy.h>
#include <testing/pictures.h>

#include <memory>
#include <mutex>
#include <string>

namespace muster::cli {

// The program that decodes, beside this one.
std::string look_program();

// Where models and ONNX Runtime's library are looked for: $MUSTER_MODELS; `models` beside this program (as packages
// have it); and two folders up (as builds have it). The first that holds one; else the first that is named.
std::string models_folder();

// Thread-safe.
class PictureSight {
 public:
  PictureSight(const hashes::Service& hashes, const policy::Policy& policy) : hashes_(hashes), policy_(policy) {}
  testing::PictureEyes eyes();
  // The model's name; "" where there is none, and nothing yet. Opens it.
  std::string model();

 private:
  struct Made {
    std::unique_ptr<pictures::Classifier> classifier;
    std::unique_ptr<pictures::Decoder> decoder;
    std::unique_ptr<pictures::Looker> looker;
  };
  const Made& made();
  const hashes::Service& hashes_;
  const policy::Policy& policy_;
  std::once_flag once_;
  Made made_;
};

}  // namespace muster::cli
