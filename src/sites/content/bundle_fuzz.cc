// Any body behind a valid signature, as each kind of bundle: what a publisher signs is hostile too. And any file at
// all.
#include <content/bundle.h>
#include <content/calibration.h>
#include <content/lexicon.h>
#include <content/model.h>

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace muster::content;
  static const KeyPair kKeys = key_pair_from_seed(std::string(32, 'f'));
  static const PublisherKey kEnrolled[] = {{"Fuzz", kKeys.public_key}};
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  (void)open_signed(bytes, kEnrolled);
  if (const auto own = sign_draft(bytes, "Fuzz", kKeys); own.ok()) (void)open_signed(*own, kEnrolled);
  SignedBundle bundle;
  bundle.body = std::string(bytes);
  bundle.sha256 = std::string(64, '0');
  bundle.items = static_cast<std::int64_t>(std::count(bytes.begin(), bytes.end(), '\n'));
  bundle.header.ground = "billing_fraud";
  bundle.header.kind = BundleKind::lexicon;
  if (auto terms = read_lexicon(bundle); terms.ok() && terms->terms.size() < 20)
    if (const auto lexicon = Lexicon::compile(std::move(*terms)); lexicon.ok()) {
      Page page;
      page.text = std::string(bytes);
      const double value = (*lexicon)->score(page).value;
      if (!(value >= 0 && value <= 1)) std::abort();
    }
  bundle.header.kind = BundleKind::model;
  bundle.items = 1024;
  if (const auto model = TextModel::read(bundle); model.ok()) (void)(*model)->logit(bytes);
  bundle.header.kind = BundleKind::calibration;
  bundle.items = 1;
  if (const auto calibration = read_calibration(bundle); calibration.ok()) {
    const Evidence evidence[] = {{"billing_fraud", "phrases", 2, "", ""}};
    const double p = weigh("billing_fraud", evidence, *calibration).probability;
    if (!(p >= 0 && p <= 1)) std::abort();
  }
  return 0;
}
