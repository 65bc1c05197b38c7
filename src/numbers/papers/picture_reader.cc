// Has the program that looks at a picture look at one, and takes what it says.
#include <sandbox/exchange.h>

#include <papers/picture.h>

namespace muster::papers {
namespace {

bool is_picture(std::string_view bytes) {
  return bytes.starts_with("\x89PNG\r\n\x1a\n") || bytes.starts_with("\xff\xd8\xff");
}

}  // namespace

Result<Offered> PictureReader::read(std::string_view picture, const identifiers::MrzOptions& mrz) const {
  if (picture.size() > kPictureMaxBytes) return picture_fault("picture_size");
  if (!is_picture(picture)) return picture_fault("picture_form");
  const auto done =
      sandbox::exchange_once(options_.program, "OMP_THREAD_LIMIT=1", picture, kWireMaxBytes, options_.time_max);
  if (!done.ok()) return unavailable("picture_reader_missing", "The program that looks at pictures can't be started.");
  if (!done->in_time) return picture_fault("picture_time");
  if (!done->ended_well && done->said.find("fault ") == std::string::npos) return picture_fault("picture_unreadable");
  MUSTER_TRY(Seen seen, read_seen(done->said));
  Offered offered;
  for (std::string& zone : seen.zones) {
    auto report = identifiers::read_mrz(zone, mrz);
    offered.zones.push_back({std::move(zone), std::move(report)});
  }
  offered.codes = std::move(seen.codes);
  return offered;
}

}  // namespace muster::papers
