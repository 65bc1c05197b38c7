// What looks at pictures on the command line: a decoder in a process of its own, lists of known pictures where an
// instance is named, a model where there is one.
#pragma once

#include "commands.h"
#include "picture_sight.h"
#include <hashes/service.h>
#include <pictures/look.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster::cli {

struct PictureEyesOptions {
  std::string model = "mobilenet_v2", model_file = {}, library = {};
  bool lists = false;  // of the instance
};

class PictureEyes {
 public:
  // Without a model's file named, a build or a machine without the model looks with hashes alone, and says so. Errors:
  // those of open_classifier, of the instance and of the lists.
  static Result<std::unique_ptr<PictureEyes>> open(Globals& globals, const PictureEyesOptions& options);
  Result<pictures::Seen> look(std::string bytes) const { return looker_.look(std::move(bytes)); }

 private:
  SystemClock clock_;
  hashes::Matcher matcher_{clock_};
  std::optional<hashes::Service> lists_;
  std::unique_ptr<pictures::Classifier> classifier_;
  pictures::Decoder decoder_;
  pictures::Looker looker_;
  explicit PictureEyes(std::unique_ptr<pictures::Classifier> classifier);
};

}  // namespace muster::cli
