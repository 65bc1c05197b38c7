#include "document_term_store.h"
#include <base/text.h>
#include <persons/notice.h>
#include <persons/records.h>

#include <fmt/format.h>

namespace muster::registration {
namespace {

constexpr const char* kTermActor = "system:documents";
constexpr const char* kEndedReason = "document_ended";
constexpr Duration kOneDay = std::chrono::hours(24);
constexpr Duration kEndedLookBack = std::chrono::hours(24 * 60);  // what ended while the job did not run

Error term_changed() {
  return {Failure::stale, "stale_version", "The term of the document changed meanwhile; look again.", {}};
}

std::vector<lines::Line> held_by(store::Transaction& tx, const std::string& holder_id) {
  std::vector<lines::Line> out;
  for (const lines::Ownership& o : lines::ownerships_of_holder(tx, holder_id))
    if (!o.until) out.push_back(*lines::find_line(tx, o.line_id));
  return out;
}

}  // namespace

bool DocumentTerms::counts(persons::Category category) const {
  const auto& categories = policy_.list("registration.document_categories");
  return std::find(categories.begin(), categories.end(), persons::to_text(category)) != categories.end();
}

Result<int> DocumentTerms::tell(int batch) {
  const Instant now = recorder_.clock().now();
  const std::string from = to_day(now - kEndedLookBack);
  const std::string to = to_day(policy_.due("registration.document_notice", now));
  struct Page {
    EndingDocument last;
    int seen = 0, told = 0;
  };
  Page page;
  int told = 0;
  do {
    MUSTER_TRY(page, database_.write([&](store::Transaction& tx) -> Result<Page> {
      Page next{page.last, 0, 0};
      for (EndingDocument& d : ending_documents(tx, from, to, page.last, batch)) {
        ++next.seen;
        const auto holder = persons::find_holder(tx, d.holder_id);
        const bool asks =
            counts(holder->category) && !holder->destroyed_at &&
            !other_in_force(tx, d.holder_id, d.id, d.expires_on > to_day(now) ? d.expires_on : to_day(now)) &&
            !held_by(tx, d.holder_id).empty();
        if (asks) {
          DocumentTerm t;
          t.document_id = d.id;
          t.holder_id = d.holder_id;
          t.told_at = now;
          // In force on its last day. Who is told late has the notice's term all the same.
          t.bar_at = policy_.due("registration.document_grace", *parse_day(d.expires_on) + kOneDay);
          insert(tx, t);
          persons::tell(tx, recorder_, {d.holder_id, {}, persons::notice::kDocumentEnds, kDocumentTermRecord, d.id});
          recorder_.record(
              tx, kDocumentTold, kTermActor, kDocumentTermRecord, d.id,
              fmt::format(R"({{"holder":{},"bar_at":"{}"}})", json_quote(d.holder_id), to_rfc3339(t.bar_at)));
          ++next.told;
        }
        next.last = std::move(d);
      }
      return next;
    }));
    told += page.told;
  } while (page.seen == batch);
  return told;
}

Result<int> DocumentTerms::bar(int batch) {
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    const Instant now = recorder_.clock().now();
    auto due = terms_to_bar(tx, now, batch);
    for (DocumentTerm& t : due) {
      if (other_in_force(tx, t.holder_id, t.document_id, to_day(now))) {
        MUSTER_CHECK_OK(renew_in(tx, t));
        continue;
      }
      int barred = 0;
      for (lines::Line& line : held_by(tx, t.holder_id)) {
        if (!lines::find_transition(line.state, lines::Event::bar)) continue;
        MUSTER_CHECK_OK(lines::step(tx, {recorder_, policy_, kTermActor}, line, lines::Event::bar, kEndedReason));
        insert_barred_line(tx, t.document_id, line);
        persons::tell(tx, recorder_,
                      {t.holder_id, line.id, persons::notice::kDocumentEnded, kDocumentTermRecord, t.document_id});
        ++barred;
      }
      t.state = TermState::barred;
      ++t.version;
      if (!change(tx, t)) return term_changed();
      recorder_.record(tx, kDocumentBarred, kTermActor, kDocumentTermRecord, t.document_id,
                       fmt::format(R"({{"lines":{}}})", barred));
    }
    return static_cast<int>(due.size());
  });
}

Result<void> DocumentTerms::renew_in(store::Transaction& tx, DocumentTerm& t) {
  int restored = 0;
  for (const auto& [line_id, since] : barred_lines(tx, t.document_id)) {
    auto line = lines::find_line(tx, line_id);
    // Another bar, or another holder, came since: not ours to lift.
    if (line->state != lines::State::barred || line->state_since != since) continue;
    MUSTER_CHECK_OK(lines::step(tx, {recorder_, policy_, kTermActor}, *line, lines::Event::restore));
    ++restored;
  }
  t.state = TermState::renewed;
  t.ended_at = recorder_.clock().now();
  ++t.version;
  if (!change(tx, t)) return term_changed();
  if (restored > 0)
    persons::tell(tx, recorder_,
                  {t.holder_id, {}, persons::notice::kDocumentRenewed, kDocumentTermRecord, t.document_id});
  recorder_.record(tx, kDocumentRenewed, kTermActor, kDocumentTermRecord, t.document_id,
                   fmt::format(R"({{"lines":{}}})", restored));
  return {};
}

Result<int> DocumentTerms::renew(int batch) {
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    auto renewed = terms_renewed(tx, to_day(recorder_.clock().now()), batch);
    for (DocumentTerm& t : renewed) MUSTER_CHECK_OK(renew_in(tx, t));
    return static_cast<int>(renewed.size());
  });
}

Result<DocumentTerms::Round> DocumentTerms::tick(int batch) {
  Round out;
  for (int some = batch; some == batch; out.renewed += some) {
    MUSTER_TRY(some, renew(batch));
  }
  MUSTER_TRY(out.told, tell(batch));
  for (int some = batch; some == batch; out.barred += some) {
    MUSTER_TRY(some, bar(batch));
  }
  return out;
}

Result<int> DocumentTerms::look_at(const std::string& holder_id) {
  return database_.write([&](store::Transaction& tx) -> Result<int> {
    const std::string today = to_day(recorder_.clock().now());
    int renewed = 0;
    for (DocumentTerm& t : terms_of_holder(tx, holder_id)) {
      if (!other_in_force(tx, holder_id, t.document_id, today)) continue;
      MUSTER_CHECK_OK(renew_in(tx, t));
      ++renewed;
    }
    return renewed;
  });
}

Result<std::vector<DocumentTerm>> DocumentTerms::list(TermState state, const std::optional<DocumentTerm>& after,
                                                      int limit) const {
  return database_.read([&](store::Transaction& tx) -> Result<std::vector<DocumentTerm>> {
    return terms_in(tx, state, after ? after->bar_at : Instant{0}, after ? after->document_id : std::string(),
                    std::clamp(limit, 1, 501));
  });
}

}  // namespace muster::registration
