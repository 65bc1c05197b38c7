// The pictures of a visited page: what is fetched of them, what became of each, and what they say for a score. A
// picture is hashed and looked up before anything of it is written down, and bytes that were not looked at are never
// kept.
#pragma once

#include <base/result.h>
#include <base/time.h>
#include <content/calibration.h>
#include <pictures/look.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace muster::testing {

// Whose bytes go into the evidence: nobody's, those of pages that give a clue, all.
enum class KeepPictures { none, clues, all };
std::optional<KeepPictures> keep_pictures(std::string_view text);

struct PictureOptions {
  int per_page_max = 12;                             // fetched; 0: none
  std::size_t picture_bytes_max = 4u << 20;          // of one
  std::size_t page_bytes_max = 8u << 20;             // of all of a page
  int icon_side = 48;                                // what the page says to be smaller is not fetched
  Duration page_time_max = std::chrono::minutes(1);  // for fetching a page's pictures
  KeepPictures keep = KeepPictures::clues;
};

// What looks at pictures. `look` is called on several threads at once.
struct PictureEyes {
  std::function<Result<void>()> refresh;  // before each row of visits: lists as they are now; may be empty
  std::function<Result<pictures::Seen>(std::string bytes)> look;
  int at_once = 2;
  PictureOptions options;
};

struct KnownPicture {
  std::string list_id, list, kind;  // kind: a ground, or harmless
  int distance = 0;
  bool put_aside = false;
};

// One picture of a page. Of one on a list of child abuse material there are address, list and distance alone.
struct TestPicture {
  std::int64_t seq = 0;
  std::string url;      // of one inside of the page: the page's with #inline-N
  std::string source;   // img, source, poster, og, inline, page (the visit's own answer), hop
  std::string outcome;  // looked, dropped, not_fetched; else why not: picture_unreadable, timeout, http_404 …
  std::string format;
  int width = 0, height = 0;
  std::int64_t bytes = 0;
  std::string sha256, pdq;
  int quality = 0;
  std::optional<double> explicit_likely;  // of its most explicit part
  std::string model;
  std::vector<KnownPicture> known;  // not those that a list of harmless pictures lifted
  bool lifted = false;
  bool kept = false;  // its bytes stand in the evidence
  bool dropped() const { return outcome == "dropped"; }
};

// As it goes on record.
TestPicture test_picture(const pictures::Seen& seen, std::string_view sha256);
// What pictures say for a page's score: each list that knows one once, by its nearest, and the most explicit picture.
// A hash that was put aside says nothing.
std::vector<content::Evidence> picture_evidence(std::span<const TestPicture> pictures);

// Pictures that stand in the page itself as data: addresses, wherever in its source; of those of a kilobyte and more.
struct InlinePicture {
  std::size_t begin = 0, end = 0;  // of the base64 text
  std::string bytes;
};
inline constexpr std::size_t kInlinePicturesMax = 32;
inline constexpr std::size_t kInlineBytesMin = 1024;
std::vector<InlinePicture> inline_pictures(std::string_view source, std::size_t most = 10'000);

}  // namespace muster::testing
