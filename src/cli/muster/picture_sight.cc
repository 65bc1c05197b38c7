#include "picture_sight.h"

#include <base/log.h>

#include <filesystem>

namespace muster::cli {
namespace {

constexpr int kLookersMax = 2;

std::filesystem::path own_folder() {
  std::error_code fault;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", fault);
  return fault ? std::filesystem::path(".") : self.parent_path();
}

}  // namespace

std::string look_program() {
  return own_folder() / "muster-look";
}

std::string models_folder() {
  std::error_code fault;
  if (const char* named = std::getenv("MUSTER_MODELS"); named != nullptr && *named != '\0') return named;
  const auto beside = own_folder() / "models", built = own_folder() / "../../models";
  return std::filesystem::exists(beside, fault) || !std::filesystem::exists(built, fault) ? beside : built;
}

const PictureSight::Made& PictureSight::made() {
  std::call_once(once_, [this] {
    if (auto opened = pictures::open_classifier({models_folder() + "/mobilenet_v2.onnx", "", 1}); opened.ok())
      made_.classifier = std::move(*opened);
    else
      log::info("PICTURES-001", "Pictures are known by their hashes alone: there is no model.",
                {{"code", opened.error().code}});
    made_.decoder = std::make_unique<pictures::Decoder>(pictures::DecoderOptions{look_program(), kLookersMax});
    made_.looker = std::make_unique<pictures::Looker>(
        *made_.decoder, [this](const hashes::PdqTurned& h, std::uint64_t n) { return hashes_.look(h, n); },
        made_.classifier.get());
  });
  return made_;
}

std::string PictureSight::model() {
  const auto& classifier = made().classifier;
  return classifier ? classifier->name() : "";
}

testing::PictureEyes PictureSight::eyes() {
  testing::PictureEyes out;
  out.refresh = [this]() -> Result<void> {
    const auto done = hashes_.refresh();
    return done.ok() ? Result<void>() : Result<void>(done.error());
  };
  out.look = [this](std::string bytes) { return made().looker->look(std::move(bytes)); };
  out.at_once = kLookersMax;
  out.options.per_page_max = static_cast<int>(policy_.number("testing.pictures_per_page"));
  out.options.picture_bytes_max = static_cast<std::size_t>(policy_.number("testing.picture_bytes_max"));
  out.options.page_bytes_max = static_cast<std::size_t>(policy_.number("testing.pictures_bytes_max"));
  out.options.keep = *testing::keep_pictures(policy_.text("testing.pictures_kept"));
  return out;
}

}  // namespace muster::cli
