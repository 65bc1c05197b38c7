#include "picture_round.h"

#include "browser_notes.h"
#include "decode.h"
#include "url.h"
#include <base/bytes.h>
#include <base/text.h>
#include <content/page.h>

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <likeness/print.h>
#include <string.h>

namespace muster::testing {
namespace {

constexpr int kUnpackedRatioMax = 200;
constexpr std::size_t kHopPageMax = 8u << 20;
constexpr std::size_t kIconBytesMax = 256u << 10;
constexpr const char* kIcon = "icon";  // what is wanted of a page and is no picture of it

void wipe(std::string& bytes) {
  if (!bytes.empty()) explicit_bzero(bytes.data(), bytes.size());
  bytes.clear();
}
void wipe(Visit& visit) {
  for (Hop& hop : visit.hops) {
    wipe(hop.body);
    wipe(hop.head);
  }
  wipe(visit.payload);
}

bool is_seen_media(const std::string& content_type) {
  const std::string type = to_lower_ascii(content_type);
  return (type.starts_with("image/") && !type.starts_with("image/svg")) || type.starts_with("video/");
}

// Drawings and icons have nothing to decode.
bool is_drawing(const Url& url) {
  const std::string path = to_lower_ascii(std::string_view(url.path).substr(0, url.path.find('?')));
  return path.ends_with(".svg") || path.ends_with(".ico");
}

bool is_wide(std::string_view source) {
  return source.substr(0, 512).find('\0') != std::string_view::npos;
}

// What is taken out of a page.
struct Cuts {
  std::vector<std::pair<std::size_t, std::size_t>> at;
  bool known = false;
};

void withhold(Hop& hop, const char* why) {
  wipe(hop.body);
  hop.withheld = why;
}

}  // namespace

PictureRound::PictureRound(const PictureEyes* eyes, IconWanted icon_wanted)
    : eyes_(eyes),
      icon_wanted_(std::move(icon_wanted)),
      pool_(eyes ? std::make_unique<LookPool>(std::max(1, eyes->at_once)) : nullptr) {}
PictureRound::~PictureRound() = default;

PictureRound::Slot PictureRound::slot_of(Page& page, std::string url, std::string source) const {
  Slot slot;
  slot.record.seq = page.next_seq++;
  slot.record.url = std::move(url);
  slot.record.source = std::move(source);
  return slot;
}

void PictureRound::look(Page& page, Slot slot, std::string bytes) {
  auto task = std::make_shared<std::packaged_task<Slot()>>(
      [eyes = eyes_, slot = std::make_shared<Slot>(std::move(slot)), bytes = std::move(bytes)]() mutable {
        const std::string hash = to_hex(sha256(bytes));
        auto seen = eyes->look(std::move(bytes));
        TestPicture record;
        if (seen.ok())
          record = test_picture(*seen, hash);
        else
          record.outcome = seen.error().code;
        record.seq = slot->record.seq;
        record.url = std::move(slot->record.url);
        record.source = std::move(slot->record.source);
        slot->record = std::move(record);
        const bool keepable = slot->record.outcome == "looked" && eyes->options.keep != KeepPictures::none;
        if (slot->is_screenshot && keepable && seen->bytes) slot->raw = std::move(*seen->bytes);
        if (slot->visit && !keepable) {
          wipe(*slot->visit);
          slot->visit.reset();
        }
        return std::move(*slot);
      });
  page.looking.push_back(task->get_future());
  pool_->submit([task] { (*task)(); });
}

// What the page's own answers hold: a picture instead of a page, pictures inside of the page.
void PictureRound::look_into(Page& page) {
  Visit& visit = page.visit;
  for (std::size_t n = 0; n < visit.hops.size(); ++n) {
    Hop& hop = visit.hops[n];
    if (hop.body.empty()) continue;
    const bool last = n + 1 == visit.hops.size();
    std::string decoded = decode_body(hop.head, hop.body, {kInlineBytesMin, 1000}).bytes;
    const auto format = pictures::format_of(decoded);
    if (format == pictures::Format::none && !is_seen_media(hop.content_type)) {
      look_inside(page, n,
                  last ? visit.payload : decode_body(hop.head, hop.body, {kHopPageMax, kUnpackedRatioMax}).bytes);
      continue;
    }
    if (last) wipe(visit.payload);
    if (format == pictures::Format::none || !eyes_ || !hop.truncated.empty()) {  // a part has another hash
      withhold(hop, "not_looked_at");
      continue;
    }
    decoded = decode_body(hop.head, hop.body, {pictures::kPictureBytesMax, kUnpackedRatioMax}).bytes;
    Slot slot = slot_of(page, hop.url, last ? "page" : "hop");
    slot.piece.hop = static_cast<int>(n);
    look(page, std::move(slot), std::move(decoded));
  }
}

// Pictures inside of a hop's page, which stands decoded in page.sources where there are some.
void PictureRound::look_inside(Page& page, std::size_t hop, std::string source) {
  std::string type = page.visit.hops[hop].content_type;
  if (is_wide(source)) {  // two bytes a character: its base64 is seen as UTF-8 alone
    std::string charset;
    source = content::to_utf8(source, type, charset);
    type = "text/html; charset=utf-8";
  }
  auto found = inline_pictures(source);
  if (found.empty()) return;
  page.sources[hop] = {std::move(source), std::move(type)};
  std::size_t number = 0;
  for (InlinePicture& each : found) {
    Slot slot = slot_of(page, fmt::format("{}#inline-{}", page.visit.hops[hop].url, ++number), "inline");
    slot.piece = {static_cast<int>(hop), each.begin, each.end};
    if (eyes_ && number <= kInlinePicturesMax) {
      look(page, std::move(slot), std::move(each.bytes));
      continue;
    }
    slot.record.outcome = "not_looked_at";
    page.slots.push_back(std::move(slot));
  }
}

void PictureRound::want(Page& page) {
  const auto base = parse_url(page.visit.hops.back().url);
  if (!base.ok()) return;
  std::set<std::string> known;
  std::vector<Wanted> first, others;
  for (const content::PagePicture& picture : page.visit.page.pictures) {
    const int side = eyes_->options.icon_side;
    if ((picture.width > 0 && picture.width < side) || (picture.height > 0 && picture.height < side)) continue;
    const auto url = resolve_url(*base, picture.address);
    if (!url.ok() || is_drawing(*url) || !known.insert(url->text).second) continue;
    (picture.source == "og" ? first : others).push_back({url->text, picture.source});
  }
  first.insert(first.end(), others.begin(), others.end());
  const auto most = static_cast<std::size_t>(std::max(0, eyes_->options.per_page_max));
  for (Wanted& each : first) {
    if (page.wanted.size() == most) break;
    page.wanted.push_back(std::move(each));
  }
}

// The icon that the page names, else where browsers look for one.
void PictureRound::want_icon(Page& page) {
  const auto base = parse_url(page.visit.hops.back().url);
  if (!icon_wanted_ || !base.ok() || page.visit.status != 200 || !icon_wanted_(base->host)) return;
  const std::string& named = page.visit.page.icon;
  const auto url = resolve_url(*base, named.empty() ? "/favicon.ico" : named);
  if (url.ok()) page.wanted.push_back({url->text, kIcon});
}

void PictureRound::icon(Page& page, Visit&& visit) {
  const bool whole = visit.error.empty() && visit.status == 200 && visit.hops.back().truncated.empty() &&
                     visit.decode_note.empty() && likeness::is_icon(visit.payload, visit.hops.back().content_type);
  if (whole) page.favicon = likeness::favicon_hash(visit.payload);
  wipe(visit);
}

// The document that scripts made is what is read; its pictures are fetched and looked at as on any page, those inside
// of it are in the screenshot and nowhere else.
void PictureRound::rendered_as(Page& page, const Rendered& rendered) {
  Visit& visit = page.visit;
  page.dom = without_inline(rendered.dom);
  visit.page = content::read_page(page.dom, "text/html; charset=utf-8");
  visit.payload = page.dom;
  if (!eyes_ || rendered.screenshot.empty()) {
    page.browser->screenshot.outcome = rendered.screenshot.empty() ? "" : "not_looked_at";
    return;
  }
  Slot slot = slot_of(page, rendered.final_url, "screenshot");
  slot.is_screenshot = true;
  look(page, std::move(slot), rendered.screenshot);
}

void PictureRound::page(Visit&& visit, std::string run_id, const Result<Rendered>* rendered) {
  Page page;
  page.run_id = std::move(run_id);
  page.visit = std::move(visit);
  if (rendered) page.browser = browser_record(*rendered);
  if (!page.visit.hops.empty()) {
    if (rendered && rendered->ok()) follow_browser(page.visit, **rendered);
    look_into(page);
    if (rendered && rendered->ok()) rendered_as(page, **rendered);
    if (eyes_ && page.visit.error.empty()) {
      page.until = Steady::now() + std::chrono::duration_cast<Steady::duration>(eyes_->options.page_time_max);
      page.bytes_left = eyes_->options.page_bytes_max;
      want(page);
      want_icon(page);
    }
  }
  pages_.push_back(std::move(page));
}

void PictureRound::give_up(Page& page) {
  for (Wanted& each : page.wanted) {
    if (each.source == kIcon) continue;
    Slot slot = slot_of(page, std::move(each.url), std::move(each.source));
    slot.record.outcome = "not_fetched";
    page.slots.push_back(std::move(slot));
  }
  page.wanted.clear();
}

// One picture of a page at a time; pages take turns.
std::optional<VisitRequest> PictureRound::next() {
  for (auto page = pages_.begin(); page != pages_.end(); ++page) {
    if (page->fetching || page->wanted.empty()) continue;
    if (Steady::now() > page->until || page->bytes_left == 0) {
      give_up(*page);
      continue;
    }
    page->fetching = std::move(page->wanted.front());
    page->wanted.pop_front();
    VisitRequest request{
        page->fetching->url, page->run_id + "#", page->visit.hops.back().url,
        std::min(page->bytes_left, page->fetching->source == kIcon ? kIconBytesMax : eyes_->options.picture_bytes_max)};
    pages_.splice(pages_.end(), pages_, page);
    return request;
  }
  return {};
}

void PictureRound::picture(Visit&& visit) {
  const std::string run_id = visit.tag.substr(0, visit.tag.find('#'));
  const auto page = std::find_if(pages_.begin(), pages_.end(), [&](const Page& p) { return p.run_id == run_id; });
  if (page == pages_.end() || !page->fetching) return;
  if (page->fetching->source == kIcon) {
    page->fetching.reset();
    icon(*page, std::move(visit));
    return;
  }
  Slot slot = slot_of(*page, std::move(page->fetching->url), std::move(page->fetching->source));
  page->fetching.reset();
  page->bytes_left -= std::min(page->bytes_left, visit.payload.size());
  std::string& outcome = slot.record.outcome;
  if (!visit.error.empty())
    outcome = visit.error;
  else if (visit.status != 200)
    outcome = fmt::format("http_{}", visit.status);
  else if (!visit.hops.back().truncated.empty() || !visit.decode_note.empty())
    outcome = "picture_size";  // a part of a picture has another hash
  else if (pictures::format_of(visit.payload) == pictures::Format::none)
    outcome = "picture_form";
  if (!outcome.empty()) {
    wipe(visit);
    page->slots.push_back(std::move(slot));
    return;
  }
  std::string bytes = std::move(visit.payload);
  slot.visit = std::move(visit);
  look(*page, std::move(slot), std::move(bytes));
}

LookedPage PictureRound::finish(Page&& page) {
  LookedPage out;
  out.looked = eyes_ != nullptr;
  for (auto& each : page.looking) page.slots.push_back(each.get());
  std::sort(page.slots.begin(), page.slots.end(),
            [](const Slot& a, const Slot& b) { return a.record.seq < b.record.seq; });
  Visit& visit = page.visit;
  std::map<std::size_t, Cuts> cuts;
  for (Slot& slot : page.slots) {
    const bool fine = slot.record.outcome == "looked";
    if (slot.piece.hop >= 0 && !fine) {
      Hop& hop = visit.hops[static_cast<std::size_t>(slot.piece.hop)];
      if (slot.piece.end > 0) {
        Cuts& of_hop = cuts[static_cast<std::size_t>(slot.piece.hop)];
        of_hop.at.emplace_back(slot.piece.begin, slot.piece.end);
        of_hop.known = of_hop.known || slot.record.dropped();
      } else {
        withhold(hop, slot.record.dropped() ? "known_picture" : "not_looked_at");
        if (slot.record.dropped()) hop.head = hop.head.substr(0, hop.head.find("\r\n")) + "\r\n\r\n";
      }
    }
    if (slot.is_screenshot) {
      if (page.browser) page.browser->screenshot = std::move(slot.record);
      out.screenshot = std::move(slot.raw);
      continue;
    }
    if (slot.visit && fine) out.bodies.emplace_back(slot.record.seq, std::move(*slot.visit));
    out.pictures.push_back(std::move(slot.record));
  }
  for (const auto& [number, of_hop] : cuts) {
    auto& [source, type] = page.sources[number];
    std::string redacted;
    std::size_t at = 0;
    for (const auto& [begin, end] : of_hop.at) {
      redacted += source.substr(at, begin - at) + "withheld";
      at = end;
    }
    redacted += source.substr(at);
    wipe(source);
    Hop& hop = visit.hops[number];
    withhold(hop, of_hop.known ? "known_picture" : "not_looked_at");
    if (number + 1 == visit.hops.size() && page.dom.empty()) {
      visit.page = content::read_page(redacted, type);
      wipe(visit.payload);
    }
    hop.redacted = std::move(redacted);
    hop.redacted_type = std::move(type);
  }
  if (!page.dom.empty()) {
    visit.hops.back().redacted = std::move(page.dom);
    visit.hops.back().redacted_type = "text/html; charset=utf-8";
  }
  out.browser = std::move(page.browser);
  out.favicon = page.favicon;
  out.run_id = std::move(page.run_id);
  out.visit = std::move(visit);
  return out;
}

std::vector<LookedPage> PictureRound::take(bool wait) {
  std::vector<LookedPage> out;
  for (auto page = pages_.begin(); page != pages_.end();) {
    const bool open = page->fetching || !page->wanted.empty();
    const bool ready = std::all_of(page->looking.begin(), page->looking.end(), [&](const std::future<Slot>& each) {
      return wait || each.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
    });
    if (open || !ready) {
      ++page;
      continue;
    }
    out.push_back(finish(std::move(*page)));
    page = pages_.erase(page);
  }
  return out;
}

}  // namespace muster::testing
