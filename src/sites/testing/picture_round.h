// From a page that was fetched to one whose pictures were looked at: which of them are fetched, what is looked at, and
// what of page and pictures may be written down. Belongs to the thread of the fetcher.
#pragma once

#include "look_pool.h"
#include <testing/browser.h>
#include <testing/fetch.h>
#include <testing/pictures.h>

#include <chrono>
#include <deque>
#include <future>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster::testing {

struct VantageNotes;

// Whether a host's icon is to be fetched. Of an icon a hash of 32 bits is kept, and not a byte.
using IconWanted = std::function<bool(const std::string& host)>;

struct LookedPage {
  std::string run_id;
  Visit visit;  // what may not be kept is gone from it
  std::vector<TestPicture> pictures;
  std::vector<std::pair<std::int64_t, Visit>> bodies;  // of pictures that may be kept, by seq
  bool looked = false;                                 // there were eyes
  std::shared_ptr<const VantageNotes> vantages;        // of visits from several, else null
  std::optional<std::int32_t> favicon;                 // its hash (likeness/print.h)
  std::optional<TestBrowser> browser;                  // of a page that a browser rendered, or could not
  std::string screenshot;                              // its bytes, where they may be kept
};

class PictureRound {
 public:
  // Without eyes nothing is fetched, and nothing that may be a picture kept.
  explicit PictureRound(const PictureEyes* eyes, IconWanted icon_wanted = {});
  ~PictureRound();

  // `rendered`: what a browser made of it, or why it did not; its text is the page's then.
  void page(Visit&& visit, std::string run_id, const Result<Rendered>* rendered = nullptr);
  static bool is_picture(const Visit& visit) { return visit.tag.find('#') != std::string::npos; }
  void picture(Visit&& visit);
  std::optional<VisitRequest> next();
  std::size_t pages() const { return pages_.size(); }
  // Pages of which nothing is open any more; `wait`: for what is being looked at.
  std::vector<LookedPage> take(bool wait);

 private:
  using Steady = std::chrono::steady_clock;
  // Where in the page a picture stands: a hop's whole body, or a piece of its page.
  struct Piece {
    int hop = -1;
    std::size_t begin = 0, end = 0;  // both 0: the whole body
  };
  struct Slot {
    TestPicture record;
    Piece piece;
    std::optional<Visit> visit;  // that it was fetched with
    bool is_screenshot = false;
    std::string raw;  // of a screenshot that may be kept
  };
  struct Wanted {
    std::string url, source;
  };
  struct Page {
    std::string run_id;
    Visit visit;
    Steady::time_point until;
    std::deque<Wanted> wanted;
    std::optional<Wanted> fetching;
    std::int64_t next_seq = 0;
    std::size_t bytes_left = 0;
    std::optional<std::int32_t> favicon;
    std::optional<TestBrowser> browser;
    std::string dom;  // as a browser left it, without pictures inside
    // Decoded, of hops that carry pictures inside, and of which type that is.
    std::map<std::size_t, std::pair<std::string, std::string>> sources;
    std::vector<Slot> slots;
    std::vector<std::future<Slot>> looking;
  };

  Slot slot_of(Page& page, std::string url, std::string source) const;
  void look(Page& page, Slot slot, std::string bytes);
  void look_into(Page& page);
  void look_inside(Page& page, std::size_t hop, std::string source);
  void rendered_as(Page& page, const Rendered& rendered);
  void want(Page& page);
  void want_icon(Page& page);
  static void icon(Page& page, Visit&& visit);
  void give_up(Page& page);
  LookedPage finish(Page&& page);

  const PictureEyes* eyes_;
  const IconWanted icon_wanted_;
  std::list<Page> pages_;
  std::unique_ptr<LookPool> pool_;  // ends first: its tasks use the eyes
};

}  // namespace muster::testing
