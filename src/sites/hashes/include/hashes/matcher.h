// What a picture's hashes are known as: the lists in memory. A match is a clue and nothing more, but for one thing:
// where `drop` is set the picture is on a list of child abuse material, and its bytes are to be forgotten at once.
//
// Thread-safe.
#pragma once

#include <hashes/list.h>

#include <memory>
#include <string>
#include <vector>

namespace muster::hashes {

// A hash that matched so many different pictures within so long is put aside: it says nothing of any of them (a white
// page, a placeholder, a mistake of its publisher), or it is an attack on the people who would have to look.
inline constexpr std::size_t kFloodPictures = 50;
inline constexpr Duration kFloodTime = std::chrono::hours(1);
inline constexpr std::size_t kFloodHashesMax = 100'000;  // of which matches are counted at once

struct Match {
  std::string list_id, list_name;
  ListKind kind = ListKind::explicit_unlawful;
  int distance = 0;
  Turned turned = Turned::as_it_is;  // how the picture stands to the listed one
  bool put_aside = false;            // the hash waits for people: it opens nothing
};
struct Verdict {
  std::vector<Match> matches;  // nearest of each list, nearest list first; what was lifted is not among them
  std::vector<Match> harmless;
  bool drop = false;
  bool lifted = false;  // something matched, and a list of harmless pictures said otherwise
  // A clue for people: some match that is not put aside.
  bool is_clue() const;
};
// A hash that has just been put aside.
struct Flooded {
  std::string list_id;
  Pdq hash;
  std::size_t pictures = 0;
};
struct Looked {
  Verdict verdict;
  std::vector<Flooded> flooded;
};

class Matcher {
 public:
  explicit Matcher(const Clock& clock, std::size_t expected = 0);
  ~Matcher();

  // A list that counts, with its entries; the list is known by its id from then on. Errors: index_full, index_list
  // (too many lists), list_known.
  Result<void> add_list(const List& list, std::span<const Pdq> hashes, std::span<const Pdq> put_aside = {});
  Result<void> add(const std::string& list_id, std::span<const Pdq> hashes);
  void remove(const std::string& list_id, std::span<const Pdq> hashes);
  void remove_list(const std::string& list_id);
  void put_aside(const std::string& list_id, const Pdq& hash, bool aside);
  // The version of its entries that is loaded; 0: the list is not.
  std::int64_t version_of(const std::string& list_id) const;
  void set_version(const std::string& list_id, std::int64_t version);
  std::vector<std::string> list_ids() const;

  // `hashes`: of the picture and its turns. `picture`: which picture it is (of its bytes, say), for telling a flood.
  Looked look(const PdqTurned& hashes, std::uint64_t picture);

  std::size_t size() const;
  std::size_t bytes() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

// What is left of matches when those of harmless pictures are heard. A list of harmless pictures lifts a match that is
// no nearer than its own; one of child abuse material only when it is farther. Pure.
Verdict judge(std::vector<Match> matches);

}  // namespace muster::hashes
