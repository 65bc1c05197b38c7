#include "run_store.h"
#include <base/sha256.h>
#include <base/text.h>

#include <charconv>
#include <fstream>
#include <iostream>
#include <limits>

#include <fmt/format.h>
#include <reconciliation/service.h>

namespace muster::reconciliation {
namespace {

constexpr int kLinesAtOnce = 5'000;  // of ours in one transaction
constexpr std::size_t kTheirsAtOnce = 20'000;
constexpr std::size_t kNameMax = 200;
constexpr std::int64_t kBehindAll = std::numeric_limits<std::int64_t>::max();

std::string counts_json(const Run& run) {
  const Counts& c = run.counts;
  std::string out = fmt::format(
      R"({{"source":"{}","file_sha256":"{}","theirs":{},"bad":{},"repeated":{},"ours":{},"same":{},"opened":{},"vanished":{})",
      to_text(run.source), run.file_sha256, c.theirs, c.bad, c.repeated, c.ours, c.same, c.opened, c.vanished);
  for (std::size_t i = 0; i < kDifferenceCount; ++i)
    out += fmt::format(R"(,"{}":{})", to_text(static_cast<Difference>(i)), c.by_difference[i]);
  return out + "}";
}

struct ReadFile {
  Sorted sorted;
  std::string sha256;
};

Result<ReadFile> read_file(const Options& options) {
  std::ifstream file;
  if (options.file != "-") {
    file.open(options.file, std::ios::binary);
    if (!file) return not_found("file_missing", "There is no such file, or it can't be read.");
  }
  std::istream& in = options.file == "-" ? static_cast<std::istream&>(std::cin) : file;
  Sha256 sha;
  const ByteSource source = [&](char* out, std::size_t size) -> Result<std::size_t> {
    in.read(out, static_cast<std::streamsize>(size));
    if (in.bad()) return unavailable("import_read", "The file could not be read to its end.");
    const auto got = static_cast<std::size_t>(in.gcount());
    sha.add({out, got});
    return got;
  };
  SortVisitors visitors;
  visitors.bad = options.on_bad;
  if (options.go_on) visitors.go_on = [&](std::int64_t lines) { return options.go_on("reading", lines, 0); };
  MUSTER_TRY(auto sorted, Sorted::read(source, options.sort, visitors));
  return ReadFile{std::move(sorted), sha.hex()};
}

}  // namespace

// Both sides, piece by piece.
struct Service::Walk {
  store::Database& database;
  const ledger::Recorder& recorder;
  const Options& options;
  Sorted& sorted;
  Run& run;
  std::vector<Theirs> theirs = {};  // of the piece under way, and the first behind it
  bool theirs_ended = false, ours_ended = false;

  Result<void> skip_to_cursor() {
    while (true) {
      MUSTER_TRY(const Theirs* next, sorted.next());
      if (!next) {
        theirs_ended = true;
        return {};
      }
      if (next->msisdn > run.cursor) {
        theirs.push_back(*next);
        return {};
      }
    }
  }

  // One more piece. It reaches to the last of our lines that were read, or to their kTheirsAtOnce-th number.
  Result<void> piece() {
    while (!theirs_ended && theirs.size() <= kTheirsAtOnce) {
      MUSTER_TRY(const Theirs* next, sorted.next());
      if (!next) {
        theirs_ended = true;
        break;
      }
      theirs.push_back(*next);
    }
    const auto work = [&](store::Transaction& tx) -> Result<std::int64_t> { return compare_piece(tx); };
    const Run before = run;  // a transaction may be tried again
    std::int64_t through = 0;
    if (options.dry_run) {
      MUSTER_TRY(through, database.read(work));
    } else {
      MUSTER_TRY(through, database.write([&](store::Transaction& tx) -> Result<std::int64_t> {
        run = before;
        MUSTER_TRY(const std::int64_t reached, compare_piece(tx));
        update_run(tx, run);
        return reached;
      }));
    }
    std::size_t done = 0;
    while (done < theirs.size() && theirs[done].msisdn <= through) ++done;
    theirs.erase(theirs.begin(), theirs.begin() + static_cast<std::ptrdiff_t>(done));
    ours_ended = through == kBehindAll;
    return {};
  }
  bool ended() const { return ours_ended && theirs_ended && theirs.empty(); }

 private:
  // Returns the number up to which both sides are done.
  Result<std::int64_t> compare_piece(store::Transaction& tx) {
    const auto ours = our_lines(tx, run.source, run.cursor, kLinesAtOnce);
    std::int64_t through = static_cast<int>(ours.size()) == kLinesAtOnce ? ours.back().msisdn : kBehindAll;
    if (theirs.size() > kTheirsAtOnce) through = std::min(through, theirs[kTheirsAtOnce - 1].msisdn);
    const auto foreign = foreign_numbers(tx, run.source, run.cursor, through);
    auto known_foreign = foreign.begin();
    auto their = theirs.begin();
    const auto foreign_up_to = [&](std::int64_t number) {  // their numbers that none of our lines has, before `number`
      for (; their != theirs.end() && their->msisdn < number && their->msisdn <= through; ++their) {
        ++run.counts.theirs;
        if (their->service == Serving::ended) continue;
        for (; known_foreign != foreign.end() && *known_foreign < their->msisdn; ++known_foreign)
          gone(tx, *known_foreign);
        count(Difference::not_ours);
        if (known_foreign != foreign.end() && *known_foreign == their->msisdn) {
          ++known_foreign;
          continue;
        }
        ++run.counts.opened;
        if (!options.dry_run) put_foreign(tx, run.source, their->msisdn, now());
      }
    };
    for (const OurLine& line : ours) {
      if (line.msisdn > through) break;
      foreign_up_to(line.msisdn);
      const Theirs* same = nullptr;
      if (their != theirs.end() && their->msisdn == line.msisdn) {
        ++run.counts.theirs;
        same = &*their++;
      }
      one_line(tx, line, same);
    }
    foreign_up_to(kBehindAll);
    for (; known_foreign != foreign.end(); ++known_foreign) gone(tx, *known_foreign);
    run.cursor = through == kBehindAll ? last_number(ours) : through;
    return through;
  }

  std::int64_t last_number(const std::vector<OurLine>& ours) const {
    std::int64_t last = run.cursor;
    if (!ours.empty()) last = std::max(last, ours.back().msisdn);
    if (!theirs.empty()) last = std::max(last, theirs.back().msisdn);
    return last;
  }

  void one_line(store::Transaction& tx, const OurLine& line, const Theirs* theirs_of_it) {
    const auto here = service_of(line.ours.state);
    if (here == Serving::serves || here == Serving::barred) ++run.counts.ours;
    const auto found = compare(run.source, line.ours, theirs_of_it);
    if (found)
      count(*found);
    else if (theirs_of_it)
      ++run.counts.same;
    if (found == line.known) return;
    if (found && !line.known) ++run.counts.opened;
    if (!found) ++run.counts.vanished;
    if (options.dry_run) return;
    if (found)
      put_difference(tx, run.source, line.id, *found, now());
    else
      remove_difference(tx, run.source, line.id);
  }

  void gone(store::Transaction& tx, std::int64_t number) {
    ++run.counts.vanished;
    if (!options.dry_run) remove_foreign(tx, run.source, number);
  }
  void count(Difference difference) { ++run.counts.by_difference[static_cast<std::size_t>(difference)]; }
  Instant now() const { return recorder.clock().now(); }
};

Result<Outcome> Service::run(const Options& options) const {
  if (options.name.empty() || options.name.size() > kNameMax || !is_valid_utf8(options.name))
    return invalid("reconciliation_name", "Name the file, in at most 200 bytes.", "name");
  MUSTER_TRY(ReadFile file, read_file(options));
  Run run;
  run.source = options.source;
  run.name = options.name;
  run.file_sha256 = file.sha256;
  run.started_by = options.actor;
  run.started_at = recorder_.clock().now();
  run.state = "running";
  if (!options.dry_run) {
    MUSTER_TRY(run, database_.write([&](store::Transaction& tx) -> Result<Run> {
      if (auto old = running_run(tx, options.source)) {
        if (old->file_sha256 == file.sha256) return std::move(*old);
        return conflict(
            "reconciliation_running",
            "A comparison with another file of this source was cut off. Run that file again, or cancel it.");
      }
      Run fresh = run;
      fresh.id = recorder_.new_id();
      insert_run(tx, fresh);
      recorder_.record(tx, kBegun, options.actor, kRunRecord, fresh.id,
                       fmt::format(R"({{"source":"{}","name":{},"file_sha256":"{}"}})", to_text(fresh.source),
                                   json_quote(fresh.name), fresh.file_sha256));
      return fresh;
    }));
  }
  Walk walk{database_, recorder_, options, file.sorted, run};
  MUSTER_CHECK_OK(walk.skip_to_cursor());
  while (!walk.ended()) {
    if (options.go_on && !options.go_on("comparing", run.counts.theirs, file.sorted.numbers()))
      return Outcome{run, true};
    MUSTER_CHECK_OK(walk.piece());
  }
  run.counts.bad = file.sorted.bad();
  run.counts.repeated = file.sorted.repeated();
  run.state = "done";
  run.ended_at = recorder_.clock().now();
  if (!options.dry_run)
    MUSTER_CHECK_OK(database_.write([&](store::Transaction& tx) -> Result<void> {
      update_run(tx, run);
      recorder_.record(tx, kDone, options.actor, kRunRecord, run.id, counts_json(run));
      return {};
    }));
  return Outcome{run, false};
}

Result<Run> Service::cancel(const std::string& id, const std::string& actor) const {
  return database_.write([&](store::Transaction& tx) -> Result<Run> {
    auto run = find_run(tx, id);
    if (!run) return not_found("reconciliation_unknown", "There is no such comparison.");
    if (run->state != "running") return conflict("reconciliation_ended", "This comparison has ended.");
    run->state = "cancelled";
    run->ended_at = recorder_.clock().now();
    update_run(tx, *run);
    recorder_.record(tx, kCancelled, actor, kRunRecord, id, counts_json(*run));
    return *run;
  });
}

Result<Run> Service::get(const std::string& id) const {
  return database_.read([&](store::Transaction& tx) -> Result<Run> {
    auto run = find_run(tx, id);
    if (!run) return not_found("reconciliation_unknown", "There is no such comparison.");
    return std::move(*run);
  });
}

Result<std::vector<Run>> Service::runs(Source source, const std::string& before, int limit) const {
  return database_.read(
      [&](store::Transaction& tx) -> Result<std::vector<Run>> { return list_runs(tx, source, before, limit); });
}

Result<std::vector<Open>> Service::open(Source source, Difference kind, const std::string& after, int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<Open>> {
    if (kind != Difference::not_ours) return list_differences(tx, source, kind, after, limit);
    std::int64_t number = 0;
    std::from_chars(after.data(), after.data() + after.size(), number);
    return list_foreign(tx, source, number, limit);
  });
}

}  // namespace muster::reconciliation
