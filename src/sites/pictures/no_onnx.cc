// A build without ONNX Runtime's headers: text and hashes alone.
#include <pictures/classifier.h>

#ifndef MUSTER_ONNX

namespace muster::pictures {

bool can_classify() {
  return false;
}
Result<std::unique_ptr<Classifier>> open_classifier(const ModelOptions&) {
  return unavailable("model_unsupported",
                     "This build has no picture model. Text and hashes are looked at all the same.");
}

}  // namespace muster::pictures

#endif
