#include <base/text.h>

#include <doctor/doctor.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace muster::doctor {
namespace {

using Level = Finding::Level;

class Findings {
 public:
  void well(const char* check, std::string sentence) { add(Level::well, check, std::move(sentence)); }
  void attention(const char* check, std::string sentence) { add(Level::attention, check, std::move(sentence)); }
  void wrong(const char* check, std::string sentence) { add(Level::wrong, check, std::move(sentence)); }
  std::vector<Finding> all;

 private:
  void add(Level level, const char* check, std::string sentence) { all.push_back({level, check, std::move(sentence)}); }
};

std::string how_long(Duration d) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(d).count();
  if (minutes < 1) return fmt::format("{} seconds", std::chrono::duration_cast<std::chrono::seconds>(d).count());
  if (minutes < 120) return fmt::format("{} minutes", minutes);
  return minutes < 2'880 ? fmt::format("{} hours", minutes / 60) : fmt::format("{} days", minutes / 1'440);
}

void judge_disk(Findings& say, const FolderState& s, const Limits& limits) {
  if (s.disk_size <= 0) return;
  const double free = static_cast<double>(s.disk_free) / static_cast<double>(s.disk_size);
  const std::string how_much = fmt::format("{:.1f} GB of {:.1f} GB are free", static_cast<double>(s.disk_free) / 1e9,
                                           static_cast<double>(s.disk_size) / 1e9);
  if (free < limits.disk_full)
    say.wrong("disk", how_much + ". Changes will be refused with disk_full; make room now.");
  else if (free < limits.disk_low)
    say.attention("disk", how_much + ". Make room, or move the folder to a larger disk.");
  else
    say.well("disk", how_much + ".");
}

void judge_keys(Findings& say, const FolderState& s, const std::string& data, const std::string& program, Instant now,
                const Limits& limits) {
  if (!s.keys_missing.empty())
    say.wrong("keys", fmt::format("{} of {} are missing. Put back their copies; without the key ring nobody can read "
                                  "personal data, without the ledger's key nothing is signed.",
                                  fmt::join(s.keys_missing, ", "), data));
  if (!s.keys_open.empty())
    say.wrong("keys", fmt::format("{} can be read by others. Run: chmod 600 {}/{}", fmt::join(s.keys_open, ", "), data,
                                  s.keys_open.front()));
  if (s.ring_size > 1)
    say.attention("keys", program + " has a rotation of the keys that did not come to its end; start it again.");
  if (s.ring_turned && now - *s.ring_turned > limits.key)
    say.attention("keys", fmt::format("The key ring last turned {} ago. Rotate it, and destroy older copies of it.",
                                      how_long(now - *s.ring_turned)));
  if (s.keys_missing.empty() && s.keys_open.empty() && s.ring_size == 1)
    say.well("keys", "The keys are there, for their owner alone.");
}

void judge_backup(Findings& say, const FolderState& s, const std::string& program, Instant now, const Limits& limits) {
  if (!s.backup_at)
    say.attention("backup", "No backup was made by `" + program + " backup make`.");
  else if (now - *s.backup_at > limits.backup_late)
    say.wrong("backup", fmt::format("The newest backup is {} old.", how_long(now - *s.backup_at)));
  else if (now - *s.backup_at > limits.backup)
    say.attention("backup", fmt::format("The newest backup is {} old.", how_long(now - *s.backup_at)));
  else
    say.well("backup", fmt::format("The newest backup is {} old.", how_long(now - *s.backup_at)));
}

void judge_witnesses(Findings& say, const DatabaseState& d, bool production, Instant now, const Limits& limits) {
  if (d.witnesses.empty()) {
    const char* sentence =
        "No witness is enrolled: nobody outside can tell whether the ledger was rewritten, and feeds stay off.";
    production ? say.wrong("witness", sentence) : say.attention("witness", sentence);
  }
  for (const WitnessState& w : d.witnesses) {
    const bool behind = w.cosigned_size < d.entries;
    if (behind && now - w.heard_at() > limits.cosigned)
      say.wrong("witness",
                fmt::format("The witness {} has cosigned nothing for {} and lacks {} entries. Is it away, or did it "
                            "see another ledger? When the feed's validity ends, the network opens.",
                            w.name, how_long(now - w.heard_at()), with_separators(d.entries - w.cosigned_size)));
    else
      say.well("witness", fmt::format("The witness {} has cosigned {} of {} entries.", w.name,
                                      with_separators(w.cosigned_size), with_separators(d.entries)));
  }
}

void judge_work(Findings& say, const DatabaseState& d, Instant now, const Limits& limits) {
  if (d.job_due_since && now - *d.job_due_since > limits.job_waits)
    say.wrong("jobs", fmt::format("Work has been due for {} and nobody takes it. Is the server running?",
                                  how_long(now - *d.job_due_since)));
  else
    say.well("jobs", "No work in the background is late.");
  if (d.jobs_failed > 0)
    say.attention("jobs",
                  fmt::format("{} jobs of the last day failed; the console (Settings, Jobs) says why.", d.jobs_failed));
  if (d.letter_due_since && now - *d.letter_due_since > limits.letter_waits)
    say.wrong("letters", fmt::format("A letter has waited for {} to be sent.", how_long(now - *d.letter_due_since)));
  if (d.letters_failed > 0)
    say.attention("letters", fmt::format("{} letters of the last day did not arrive.", d.letters_failed));
}

}  // namespace

const char* to_text(Finding::Level level) {
  return level == Level::well ? "well" : level == Level::attention ? "attention" : "wrong";
}

Finding answers(const char* check, const std::string& who, const Result<void>& there, Level otherwise) {
  if (there.ok()) return {Level::well, check, who + " answers."};
  return {otherwise, check, who + ": " + there.error().sentence};
}

std::vector<Finding> judge_folder(const FolderState& s, const std::string& data, const std::string& program,
                                  Instant now, const Limits& limits) {
  Findings say;
  if (!s.there) {
    say.wrong("folder", "There is no folder " + data + ".");
    return std::move(say.all);
  }
  if (!s.writable) say.wrong("folder", "This user may not write into " + data + ".");
  if (s.open_to_others) say.attention("folder", "Other users may look into " + data + ". Run: chmod o= " + data);
  if (s.writable && !s.open_to_others) say.well("folder", "The folder " + data + " is this user's.");
  judge_disk(say, s, limits);
  judge_keys(say, s, data, program, now, limits);
  judge_backup(say, s, program, now, limits);
  if (s.clock_kept && !*s.clock_kept)
    say.attention("clock", "Nothing keeps this machine's clock (NTP): terms, codes and signatures depend on it.");
  else if (s.clock_kept)
    say.well("clock", "The clock of this machine is kept.");
  return std::move(say.all);
}

std::vector<Finding> judge_database(const DatabaseState& d, const FolderState& folder, const std::string& program,
                                    bool production, Instant now, const Limits& limits) {
  Findings say;
  if (d.newest_event && *d.newest_event - now > limits.ahead)
    say.wrong("clock",
              fmt::format("Something is on record that happened {} from now: this machine's clock is late, or was "
                          "ahead.",
                          how_long(*d.newest_event - now)));
  if (d.database_ahead && std::chrono::abs(*d.database_ahead) > limits.clocks)
    say.wrong("clock",
              fmt::format("The database server's clock differs by {}.", how_long(std::chrono::abs(*d.database_ahead))));
  if (d.unsafe_setting)
    say.wrong("database",
              "PostgreSQL runs with " + *d.unsafe_setting + ": what was committed can get lost in a crash.");
  if (d.pending_since && now - *d.pending_since > limits.pending)
    say.wrong("ledger", fmt::format("Entries wait for their place in the ledger since {}. Is the server running?",
                                    how_long(now - *d.pending_since)));
  else
    say.well("ledger", fmt::format("{} entries are under the newest checkpoint.", with_separators(d.entries)));
  judge_witnesses(say, d, production, now, limits);
  judge_work(say, d, now, limits);
  // The list is written within ten seconds of what it tells of.
  if (d.newest_destroyed &&
      (!folder.erasures_at || *folder.erasures_at + std::chrono::minutes(2) < *d.newest_destroyed))
    say.wrong("erasures",
              "What was destroyed is not in vault.erased yet: a backup would bring it back. Run the server, or `" +
                  program + " backup make`.");
  return std::move(say.all);
}

}  // namespace muster::doctor
