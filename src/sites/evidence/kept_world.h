// Tests with evidence files, beside cases and people: for tests of retention. Not a public header.
#pragma once

#include <base/bytes.h>
#include <base/files.h>

#include <filesystem>
#include <string>

#include <evidence/hold.h>
#include <evidence/index.h>
#include <evidence/retention.h>
#include <support/case_world.h>

namespace muster::evidence {

struct KeptWorld : test::CaseWorld {
  explicit KeptWorld(store::Backend backend) : CaseWorld(backend) {
    enrol_authority();
    evidence_folder = folder + "/evidence";
  }

  // A test that ended now, with a file. `landed`: where it led, when elsewhere.
  std::string tested(const std::string& host, const std::string& suspicion = "", const std::string& landed = "") {
    const std::string id = recorder.new_id(), day = to_day(clock.now());
    const std::string path = day.substr(0, 4) + "/" + day.substr(5, 2) + "/" + id + ".warc.gz";
    const std::string bytes = "evidence of " + id, url = "http://" + host + "/";
    std::filesystem::create_directories(evidence_folder + "/" + path.substr(0, 7));
    must(replace_file(evidence_folder + "/" + path, bytes));
    write([&](store::Transaction& tx) {
      static constexpr store::Sql kRun{
          "t_run",
          "insert into test_run(id, url, host, registrable, final_url, requested_by, started_at, finished_at, "
          "http_status, hop_count, verdict, error, top_reason, ground, score, robots, evidence_path, evidence_sha256, "
          "vantage, suspicion_id) values(:id, :url, :host, :host, :final, 'system:test', :at, :at, 200, 1, 'clean', "
          "'', '', '', 0, '', :path, :sha256, '{}', :suspicion)"};
      static constexpr store::Sql kHop{
          "t_hop",
          "insert into test_hop(run_id, seq, kind, url, status, location, address, content_type, started_at, took_ms, "
          "body_bytes, body_sha256, truncated, error) values(:id, 1, 'first', :url, 200, '', '192.0.2.1', 'text/html', "
          ":at, 1, 1, :sha256, '', '')"};
      const std::string sha256 = to_hex(muster::sha256(bytes));
      tx.run(kRun, {{"id", id},
                    {"url", url},
                    {"host", host},
                    {"final", landed.empty() ? url : landed},
                    {"at", clock.now()},
                    {"path", path},
                    {"sha256", sha256},
                    {"suspicion", suspicion.empty() ? std::optional<std::string>() : std::optional(suspicion)}});
      tx.run(kHop, {{"id", id}, {"url", url}, {"at", clock.now()}, {"sha256", sha256}});
    });
    paths[id] = path;
    return id;
  }
  std::string suspicion(const std::string& name) {
    const std::string id = recorder.new_id();
    write([&](store::Transaction& tx) {
      static constexpr store::Sql kRaise{
          "t_suspicion",
          "insert into suspicion(id, name, registrable, ground, source, score, state, note, seen, created_at, "
          "updated_at, version) values(:id, :name, :name, 'explicit_unlawful', 'test', 0.9, 'clue', '', 1, :at, :at, "
          "1)"};
      tx.run(kRaise, {{"id", id}, {"name", name}, {"at", clock.now()}});
    });
    return id;
  }
  void dismiss(const std::string& suspicion_id) {
    write([&](store::Transaction& tx) {
      static constexpr store::Sql kDismiss{
          "t_dismiss",
          "update suspicion set state = 'dismissed', screened_by = 'somebody', version = 2 where id = :id"};
      tx.run(kDismiss, {{"id", suspicion_id}});
    });
  }
  void refer(const std::string& run, const std::string& to) {
    write([&](store::Transaction& tx) {
      static constexpr store::Sql kRefer{"t_refer",
                                         "insert into test_evidence_reference(run_id, refers_to) values(:run, :to)"};
      tx.run(kRefer, {{"run", run}, {"to", to}});
    });
  }
  Result<void> tie(const std::string& case_id, const std::string& run) {
    const auto tied = cases_service->add_element(case_id, {"sealed_visit", "test_run", run, ""}, examiner);
    if (!tied.ok()) return tied.error();
    return {};
  }
  cases::Case opened(const std::string& name) {
    return must(cases_service->open_case({"explicit_unlawful", name, "", "manual", "", ""}, examiner));
  }
  void close(const std::string& case_id) {
    const auto file = must(cases_service->find_case(case_id));
    must(cases_service->apply(case_id, file.version, "dismiss", "It is none.", examiner));
  }
  bool is_there(const std::string& run) const { return std::filesystem::exists(evidence_folder + "/" + paths.at(run)); }
  bool is_destroyed(const std::string& run) { return must(retention().fate(run)).destroyed.has_value(); }

  Retention retention() { return {*db, recorder, policy, evidence_folder}; }
  Holds holds() { return {*db, recorder}; }
  NewHold hold_of_site(const std::string& site) {
    return {"site", site, "", {}, {}, "Criminal procedure, art. 94", "2026-17", "The prosecutor asked for it.", {}};
  }
  Hold held(const NewHold& hold) { return must(holds().set(hold, examiner)); }
  void lift(const Hold& hold) { must(holds().lift(hold.id, "The file is closed.", decider)); }
  Swept sweep(const SweepOptions& options = {}) { return must(retention().sweep("system:test", options)); }
  void pass(std::int64_t days) { clock.advance(std::chrono::days(days)); }

  std::string evidence_folder;
  std::map<std::string, std::string> paths;
};

}  // namespace muster::evidence
