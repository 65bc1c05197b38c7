#include "picture_eyes.h"

#include "instance.h"

#include <fmt/format.h>

namespace muster::cli {

PictureEyes::PictureEyes(std::unique_ptr<pictures::Classifier> classifier)
    : classifier_(std::move(classifier)),
      decoder_({look_program(), 1}),
      looker_(
          decoder_,
          [this](const hashes::PdqTurned& h, std::uint64_t n) -> Result<hashes::Verdict> {
            return matcher_.look(h, n).verdict;
          },
          classifier_.get()) {}

Result<std::unique_ptr<PictureEyes>> PictureEyes::open(Globals& globals, const PictureEyesOptions& options) {
  std::unique_ptr<pictures::Classifier> classifier;
  const std::string file =
      options.model_file.empty() ? models_folder() + "/" + options.model + ".onnx" : options.model_file;
  if (auto opened = pictures::open_classifier({file, options.library, 0}); opened.ok())
    classifier = std::move(*opened);
  else if (!options.model_file.empty() || opened.error().code == "model_unusable")
    return opened.error();
  else
    fmt::print(stderr, "{}\n", opened.error().sentence);
  std::unique_ptr<PictureEyes> eyes(new PictureEyes(std::move(classifier)));
  // Lists stand in an instance; without one a picture is known as nothing.
  if (options.lists) {
    Instance* instance = globals.open();
    if (!instance) return unavailable("instance_missing", "Lists of known pictures stand in an instance; name one.");
    eyes->lists_.emplace(instance->database, instance->recorder, eyes->matcher_);
    MUSTER_TRY(const int loaded, eyes->lists_->refresh());
    if (loaded == 0) fmt::print(stderr, "No list of known pictures is enabled.\n");
  }
  return eyes;
}

}  // namespace muster::cli
