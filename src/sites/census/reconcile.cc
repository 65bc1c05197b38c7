#include "csv_row.h"
#include "detect.h"
#include "feed.h"
#include "tally.h"
#include <base/random.h>
#include <base/text.h>
#include <census/reconcile.h>
#include <intake/dnstap.h>
#include <intake/frame_stream.h>
#include <intake/zone_file.h>

#include <mutex>

namespace muster::census {
namespace {

constexpr std::string_view kTooLong = "The line is longer than 65,536 bytes; it was passed over.";
constexpr std::string_view kFrameTooLong = "The frame is longer than 98,304 bytes; it was passed over.";

// Shared by the threads: the feed is read by one at a time.
struct Shared {
  Feed feed;
  Format format = Format::plain;
  Columns columns;
  std::optional<intake::ZoneReader> zone;
  Progress* progress = nullptr;
  std::mutex mutex;
  std::optional<Error> error;

  explicit Shared(Source& source) : feed(source) {}

  // False when there is nothing left to do.
  bool next(Piece& piece) {
    const std::lock_guard lock(mutex);
    if (error) return false;
    if (progress) {
      progress->bytes_done = feed.bytes();
      error = stopped(progress);
      if (error) return false;
    }
    auto more = feed.next(piece);
    if (!more.ok()) error = more.error();
    return more.ok() && more.value();
  }
};

// Calls f(line, number) for each line without its end; overlong ones are reported.
template <class F>
void each_line(const Piece& piece, Tally& tally, F&& f) {
  std::uint64_t number = piece.first_line;
  const char* at = piece.text.data();
  const char* const end = at + piece.text.size();
  for (; at < end; ++number) {
    const auto* stop = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
    if (!stop) stop = end;
    std::string_view line(at, static_cast<std::size_t>(stop - at));
    at = stop + 1;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.size() > kLineMax)
      tally.bad(number, "line_too_long", "line", kTooLong);
    else
      f(line, number);
  }
}

void plain(const Piece& piece, Tally& tally) {
  each_line(piece, tally, [&](std::string_view line, std::uint64_t number) {
    while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) line.remove_suffix(1);
    if (!line.empty() && line.front() != '#') tally.name(line, {}, {}, number);
  });
  tally.flush();
}

void csv(const Piece& piece, const Columns& columns, Tally& tally) {
  std::string_view rest = piece.text;
  std::uint64_t line = piece.first_line;
  CsvRow row;
  bool header = columns.header && piece.first_line == 1;
  while (!rest.empty()) {
    std::size_t ends = 0;
    const auto fault = next_row(rest, columns.separator, row, ends);
    const std::uint64_t number = line;
    line += ends;
    if (std::exchange(header, false)) continue;
    switch (fault) {
      case CsvFault::quote:
        tally.bad(number, "csv_quote", "line",
                  "The quotes of this line don't close, or text follows them; the line was passed over.");
        continue;
      case CsvFault::too_long:
        tally.bad(number, "line_too_long", "line", kTooLong);
        continue;
      case CsvFault::too_many:
        tally.bad(number, "csv_columns", "line", "The line has more than 256 columns; it was passed over.");
        continue;
      case CsvFault::none:
        break;
    }
    const auto name = trim(row.field(columns.name));
    if (row.count == 1 && name.empty()) continue;  // an empty line
    tally.name(name, row.field(columns.provider), row.field(columns.address), number);
    // Fields that lost their doubled quotes are gone with the next row.
    if (!row.unquoted.empty()) tally.flush();
  }
  tally.flush();
}

using LogParser = intake::LogFault (*)(std::string_view, intake::Query&);
LogParser parser_of(Format format) {
  switch (format) {
    case Format::unbound:
      return intake::parse_unbound;
    case Format::bind:
      return intake::parse_bind;
    case Format::powerdns:
      return intake::parse_powerdns;
    default:
      return intake::parse_dnsdist;
  }
}

void log(const Piece& piece, LogParser parse, Tally& tally) {
  using intake::LogFault;
  intake::Query parsed;
  each_line(piece, tally, [&](std::string_view line, std::uint64_t number) {
    if (line.empty()) return;
    switch (parse(line, parsed)) {
      case LogFault::none:
        return tally.query(parsed);
      case LogFault::other:
        return;
      case LogFault::client:
        return tally.bad(number, "log_client", "client",
                         "Where the client's address should stand there is none; the line was passed over.");
      case LogFault::cut_off:
        return tally.bad(number, "log_line_cut_off", "line", "The line ends too early; it was passed over.");
      case LogFault::not_a_line:
        return tally.bad(number, "log_line_form", "line", "This is no line of such a log; it was passed over.");
      case LogFault::no_name:
        return tally.bad(number, "log_without_name", "name",
                         "The resolver answered from its packet cache and did not write the name. Set "
                         "disable-packetcache=yes, or take dnstap from a dnsdist in front.");
    }
  });
  tally.flush_queries();
}

void dnstap(const Piece& piece, Tally& tally) {
  using intake::DnstapFault;
  intake::Dnstap parsed;
  std::string_view rest = piece.text;
  std::uint64_t number = piece.first_line;
  for (auto frame = intake::next_frame(rest); frame.kind != intake::Frame::Kind::more;
       frame = intake::next_frame(rest)) {
    if (frame.kind != intake::Frame::Kind::data) continue;
    const auto fault = intake::parse_dnstap(frame.data, parsed);
    if (fault == DnstapFault::none)
      tally.query(parsed.query);
    else if (fault == DnstapFault::no_host)
      ++tally.report.not_sites;
    else if (fault != DnstapFault::other)
      tally.bad(number, intake::code(fault), "frame", intake::sentence(fault));
    ++number;
  }
  tally.flush_queries();
}

// One thread alone reads a zone: what a line means depends on those before it.
void zone(const Piece& piece, intake::ZoneReader& reader, Tally& tally) {
  using intake::ZoneFault;
  std::string_view owner;
  each_line(piece, tally, [&](std::string_view line, std::uint64_t number) {
    const auto fault = reader.line(line, owner);
    if (fault == ZoneFault::none)
      tally.name(owner, {}, {}, number);
    else if (fault == ZoneFault::no_host)
      ++tally.report.not_sites;
    else if (fault != ZoneFault::nothing)
      tally.bad(number, intake::code(fault), "record", intake::sentence(fault));
  });
  tally.flush();
}

void work(Shared& shared, Tally& tally) {
  Piece piece;
  try {
    while (shared.next(piece)) {
      switch (shared.format) {
        case Format::csv:
          csv(piece, shared.columns, tally);
          break;
        case Format::dnstap:
          dnstap(piece, tally);
          break;
        case Format::zone:
          zone(piece, *shared.zone, tally);
          break;
        case Format::automatic:
        case Format::plain:
          plain(piece, tally);
          break;
        default:
          log(piece, parser_of(shared.format), tally);
      }
    }
  } catch (const std::bad_alloc&) {
    const std::lock_guard lock(shared.mutex);
    shared.error = unavailable("census_memory", "There is not enough memory for this census. Nothing was stored.");
  }
}

// What the feed passed over itself, and what was open at the end.
void report_rest(Shared& shared, Tally& all) {
  const bool frames = shared.feed.frames();
  const auto code = frames ? "frame_too_long" : "line_too_long";
  for (const auto line : shared.feed.overlong())
    all.bad(line, code, frames ? "frame" : "line", frames ? kFrameTooLong : kTooLong);
  all.count_bad(code, shared.feed.overlong_count() - shared.feed.overlong().size());
  if (shared.feed.cut_off() > 0)
    all.bad(shared.feed.lines(), "frame_cut_off", "frame", "The file ends inside of this frame; it was passed over.");
  if (shared.zone && shared.zone->end() != intake::ZoneFault::nothing)
    all.bad(shared.feed.lines(), intake::code(shared.zone->end()), "record", intake::sentence(shared.zone->end()));
}

// The source's format, as it was given and as its bytes say.
Result<Format> format_of(const Feed& feed, Format given, std::string_view first) {
  if (given == Format::automatic) return detect(first);
  if (given == Format::dnstap && !feed.frames())
    return invalid("census_frames",
                   "This is no Frame Streams file (dnstap). Say auto, or give the file that "
                   "your resolver wrote.",
                   "source");
  if (given != Format::dnstap && feed.frames())
    return invalid("census_format", "The source holds Frame Streams (dnstap). Say dnstap or auto.", "format");
  return given;
}

}  // namespace

std::optional<Error> stopped(const Progress* progress) {
  if (!progress) return std::nullopt;
  if (progress->cancel) return refused("census_cancelled", "The census was stopped. Nothing was stored.");
  if (progress->suspend)
    return unavailable("census_suspended", "Muster is being stopped; the census goes on after its start.");
  return std::nullopt;
}

Result<Outcome> reconcile(Source& source, const Register& known, const ReconcileOptions& options, Progress* progress) {
  // Borrowed: the caller's register outlives the call.
  const std::shared_ptr<const Register> borrowed(std::shared_ptr<const Register>(), &known);
  return reconcile(
      source, [&](Format) { return Result<std::shared_ptr<const Register>>(borrowed); }, options, progress);
}

Result<Outcome> reconcile(Source& source, const RegisterFor& known_for, const ReconcileOptions& given,
                          Progress* progress) {
  ReconcileOptions options = given;
  if (options.k < 1 || options.k > kDistinctClientsMax)
    return invalid("census_k", "k must lie between 1 and 1,000 distinct clients.", "k");
  if (options.salt.empty()) {
    SystemRandom random;
    options.salt.resize(16);
    random.fill({reinterpret_cast<std::uint8_t*>(options.salt.data()), options.salt.size()});
  }
  Shared shared(source);
  MUSTER_TRY(const std::string_view first, shared.feed.peek());
  MUSTER_TRY(shared.format, format_of(shared.feed, options.format, first));
  if (shared.format == Format::zone) {
    shared.zone.emplace(options.origin);
    options.threads = 1;
  }
  if (shared.format == Format::csv) shared.columns = columns_of(first);
  shared.feed.set_quotes(shared.format == Format::csv);
  shared.progress = progress;
  if (progress) progress->bytes_total = source.size();

  MUSTER_TRY(const std::shared_ptr<const Register> known, known_for(shared.format));
  std::vector<std::unique_ptr<Tally>> tallies;
  for (unsigned t = 0; t < std::clamp(options.threads, 1u, 64u); ++t)
    tallies.push_back(std::make_unique<Tally>(*known, options));
  std::vector<std::thread> threads;
  for (std::size_t t = 1; t < tallies.size(); ++t) threads.emplace_back([&, t] { work(shared, *tallies[t]); });
  work(shared, *tallies[0]);
  for (auto& thread : threads) thread.join();
  if (shared.error) return *shared.error;

  Tally& all = *tallies[0];
  for (std::size_t t = 1; t < tallies.size(); ++t) {
    all.merge(*tallies[t]);
    tallies[t].reset();
  }
  report_rest(shared, all);
  if (all.report.names + all.report.not_sites == 0) {
    Error error =
        invalid("census_no_names", "Not one name could be read from the source. Nothing was stored.", "source");
    if (!all.report.first.empty()) {
      const BadLine& bad = all.report.first.front();
      error.sentence += (shared.feed.frames() ? " Frame " : " Line ") + std::to_string(bad.line) + ": " + bad.sentence;
    }
    return error;
  }
  Outcome outcome;
  outcome.format = shared.format;
  all.admit();
  all.report.lines = shared.feed.lines();
  all.report.bytes = shared.feed.bytes();
  all.into(outcome);
  sodium_memzero(options.salt.data(), options.salt.size());
  return outcome;
}

}  // namespace muster::census
