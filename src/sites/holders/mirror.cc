#include "mirror.h"

#include "known.h"
#include <filings/service.h>
#include <holders/rules.h>
#include <ledger/leaf.h>
#include <ledger/merkle.h>

#include <fmt/format.h>

namespace muster::holders {
namespace {

using store::Value;
constexpr std::string_view kHolderColumns[] = {"id",       "source",  "handle",         "kind",       "name",
                                               "name_key", "country", "identity_index", "created_at", "version"};
constexpr std::string_view kRegistrationColumns[] = {
    "name",       "holder_id",   "registrar_id", "source",       "statuses",    "created_at",
    "expires_at", "updated_at",  "state",        "state_since",  "due_at",      "lapsed_why",
    "reasons",    "verified_at", "verified_by",  "verified_how", "mirrored_at", "mirrored_late",
    "batch_id",   "row_hash",    "entered_at",   "version"};
constexpr std::string_view kServerColumns[] = {"host", "name"};
constexpr std::string_view kHoldingColumns[] = {"name", "from_at", "holder_id"};
constexpr store::Sql kBatch{
    "domain_batch_in",
    "insert into domain_batch(id, import_id, ordinal, domains, root) values(:id, :import, :ordinal, :domains, :root)"};

Value opt(const std::optional<Instant>& at) {
  return at ? Value(at->micros) : Value();
}
Value opt(const std::optional<std::string>& text) {
  return text ? Value(*text) : Value();
}

// One table at a time, because PostgreSQL copies into one at a time.
template <class Rows, class Each>
void bulk(store::Transaction& tx, std::string_view table, std::span<const std::string_view> columns, const Rows& rows,
          Each&& each) {
  if (rows.empty()) return;
  auto into = tx.bulk(table, columns);
  const auto row = [&](std::initializer_list<Value> values) { into->row({values.begin(), values.size()}); };
  for (const auto& one : rows) each(one, row);
  into->finish();
}

struct NewHolder {
  Holder holder;
  std::string identity;
  std::string secret_name;  // of an individual
};
struct Changed {
  const Prepared* row;
  Registration before, after;
  std::vector<Event> steps;
  bool new_holder;
};

// A batch under way: decided in memory, then written table by table.
struct Work {
  store::Transaction& tx;
  const MirrorParts& parts;
  const std::string& source;
  const std::string& actor;
  Known known;
  Instant now;
  std::optional<Instant> source_before = {};  // when the source's files came last
  std::string batch_id = {};
  std::vector<NewHolder> new_holders = {};
  std::vector<std::pair<Holder, std::string>> made_known = {};  // with identity
  std::unordered_map<std::string, std::string> secrets_of_known = {};
  std::unordered_map<std::string, Registrar> registrars = {};
  std::vector<Registration> added = {};
  std::vector<Changed> changed = {};

  std::string holder_for(const Prepared& row) {
    const Registrant& who = row.record.registrant;
    if (!row.identity.empty())
      if (const auto at = known.by_identity.find(row.identity); at != known.by_identity.end()) return at->second.id;
    const auto handled = who.handle.empty() ? known.by_handle.end() : known.by_handle.find(who.handle);
    if (handled != known.by_handle.end()) {
      Holder& holder = handled->second;
      if (who.name.empty()) return holder.id;  // a file without contacts: whoever has this handle
      if (holder.kind == HolderKind::unknown) return learn(holder, row);
    }
    Holder holder{parts.recorder.new_id(), source, who.handle, who.kind, {}, who.country, now};
    if (who.kind == HolderKind::organization) holder.name = who.name;
    new_holders.push_back({holder, row.identity, who.kind == HolderKind::individual ? who.name : std::string()});
    if (!row.identity.empty()) known.by_identity.emplace(row.identity, holder);
    if (!who.handle.empty()) known.by_handle.insert_or_assign(who.handle, holder);
    return holder.id;
  }

  // A holder known by handle alone gets kind and name.
  std::string learn(Holder& holder, const Prepared& row) {
    holder.kind = row.record.registrant.kind;
    holder.country = row.record.registrant.country;
    if (holder.kind == HolderKind::organization) holder.name = row.record.registrant.name;
    known.by_identity.emplace(row.identity, holder);
    const auto fresh = std::find_if(new_holders.begin(), new_holders.end(),
                                    [&](const NewHolder& n) { return n.holder.id == holder.id; });
    const bool individual = holder.kind == HolderKind::individual;
    if (fresh != new_holders.end()) {
      *fresh = {holder, row.identity, individual ? row.record.registrant.name : std::string()};
    } else {
      made_known.emplace_back(holder, row.identity);
      if (individual) secrets_of_known.emplace(holder.id, row.record.registrant.name);
    }
    return holder.id;
  }

  std::optional<Registrar> registrar_for(const Record& record) {
    if (record.registrar.empty()) return std::nullopt;
    const auto [at, fresh] = registrars.try_emplace(record.registrar);
    if (fresh) {
      auto found = find_registrar_by_name(tx, record.registrar);
      if (!found) {
        found = Registrar{parts.recorder.new_id(), record.registrar, record.registrar_iana_id};
        insert(tx, *found);
      }
      at->second = *found;
    }
    return at->second;
  }

  void fill(Registration& r, const Prepared& row) {
    const Record& record = row.record;
    r.registrar = registrar_for(record);
    r.source = source;
    r.statuses = record.statuses;
    r.name_servers = record.name_servers;
    r.created_at = record.created_at;
    r.expires_at = record.expires_at;
    r.updated_at = record.updated_at;
    r.mirrored_at = now;
    if (!batch_id.empty()) r.batch_id = batch_id;
    r.row_hash = to_hex(row.hash);
  }

  // Whether the registry's change waited longer than it may.
  bool late(const std::optional<Instant>& happened, const std::optional<Instant>& since) const {
    return happened && since && *happened > *since && parts.policy.due("domain.registry_mirror", *happened) < now;
  }

  void verified_by_registry(Registration& r, const Record& record) const {
    r.verified_at = record.verified_at;
    r.verified_by = "registry:" + source;
    r.verified_how = record.verified_how;
    r.due_at.reset();
  }

  void add(const Prepared& row) {
    Registration r;
    r.name = row.record.name;
    r.holder_id = holder_for(row);
    fill(r, row);
    r.state = first_state(row.record, now);
    r.state_since = r.entered_at = now;
    r.mirrored_late = late(r.created_at, source_before);
    if (r.state == State::verified) verified_by_registry(r, row.record);
    if (r.state == State::lapsed) r.lapsed_why = "registry";
    if (r.state == State::unverified) r.due_at = parts.policy.due("domain.documents", now);
    added.push_back(std::move(r));
  }

  void change(const Prepared& row, const Registration& before) {
    Changed c{&row, before, before, {}, false};
    c.after.holder_id = row.record.registrant_withheld ? before.holder_id : holder_for(row);
    c.new_holder = c.after.holder_id != before.holder_id;
    fill(c.after, row);
    c.after.mirrored_late = late(c.after.updated_at, before.mirrored_at);
    ++c.after.version;
    c.steps = steps_of(before, row.record, !c.new_holder, now);
    for (const Event event : c.steps) advance(c.after, event, row.record);
    changed.push_back(std::move(c));
  }

  void advance(Registration& r, Event event, const Record& record) const {
    const Transition* row = find_transition(r.state, event);
    if (r.state != row->to || event == Event::change_holder) r.state_since = now;
    r.state = row->to;
    r.due_at = row->starts_term ? std::optional(parts.policy.due("domain.documents", now)) : std::nullopt;
    r.reasons.clear();
    r.lapsed_why = event == Event::end ? "registry" : "";
    r.verified_at.reset();
    r.verified_by.clear();
    r.verified_how.clear();
    if (event == Event::verify) verified_by_registry(r, record);
  }

  // --- writing

  Result<void> holders() {
    bulk(tx, "domain_holder", kHolderColumns, new_holders, [&](const NewHolder& n, const auto& row) {
      row({n.holder.id, n.holder.source, n.holder.handle, std::string(to_text(n.holder.kind)), n.holder.name,
           lower_key(n.holder.name), n.holder.country, n.identity.empty() ? Value() : Value(n.identity), now.micros,
           std::int64_t{1}});
    });
    for (const auto& [holder, identity] : made_known) make_known(tx, holder, identity);
    for (const auto& [id, name] : secrets_of_known) MUSTER_CHECK_OK(parts.vault.put(tx, id, "name", name));
    std::vector<vault::Sealed> sealed;
    for (const NewHolder& n : new_holders) {
      if (n.secret_name.empty()) continue;
      MUSTER_TRY(auto one, parts.vault.seal(n.holder.id, {{"name", n.secret_name}}));
      sealed.push_back(std::move(one));
    }
    bulk(tx, "vault_key", vault::kKeyColumns, sealed, [](const vault::Sealed& s, const auto& row) {
      row({s.key.record_id, s.key.kek_id, s.key.data_key_id, s.key.wrapped_key});
    });
    bulk(tx, "vault_field", vault::kFieldColumns, sealed, [](const vault::Sealed& s, const auto& row) {
      for (const auto& field : s.fields) row({field.record_id, field.field, field.ciphertext});
    });
    return {};
  }

  void new_names() {
    bulk(tx, "domain_registration", kRegistrationColumns, added, [](const Registration& r, const auto& row) {
      row({r.name,
           r.holder_id,
           r.registrar ? Value(r.registrar->id) : Value(),
           r.source,
           join(r.statuses),
           opt(r.created_at),
           opt(r.expires_at),
           opt(r.updated_at),
           std::string(to_text(r.state)),
           r.state_since.micros,
           opt(r.due_at),
           r.lapsed_why,
           std::string("[]"),
           opt(r.verified_at),
           r.verified_by,
           r.verified_how,
           r.mirrored_at.micros,
           std::int64_t{r.mirrored_late},
           opt(r.batch_id),
           r.row_hash,
           r.entered_at.micros,
           std::int64_t{1}});
    });
    bulk(tx, "domain_name_server", kServerColumns, added, [](const Registration& r, const auto& row) {
      for (const auto& host : r.name_servers) row({host, r.name});
    });
    bulk(tx, "domain_holding", kHoldingColumns, added, [&](const Registration& r, const auto& row) {
      const Instant from = r.created_at && *r.created_at < now ? *r.created_at : now;
      row({r.name, from.micros, r.holder_id});
    });
  }

  // A filed name that is over when it is first seen.
  void flag_new() {
    for (const Registration& r : added)
      if (r.state == State::lapsed)
        raise_flag(tx, parts, r.name, FlagKind::lapsed, lapsed_from(r.expires_at, Instant{}, now), r.holder_id, actor);
  }

  void write(const Changed& c) {
    const Holding held = *open_holding(tx, c.before.name);
    if (!update(tx, c.after)) throw std::logic_error("a domain changed within its own transaction");
    replace_name_servers(tx, c.after.name, c.after.name_servers);
    if (c.new_holder) {
      const Instant from = changed_from(c.row->record, held.from, now);
      end_holding(tx, c.after.name, from);
      begin_holding(tx, c.after.name, c.after.holder_id, from);
      raise_flag(tx, parts, c.after.name, FlagKind::changed_holder, from, c.before.holder_id, actor);
    }
    for (const Event event : c.steps) {
      if (event == Event::end)
        raise_flag(tx, parts, c.after.name, FlagKind::lapsed, lapsed_from(c.after.expires_at, held.from, now),
                   c.after.holder_id, actor);
      if (event == Event::renew)
        settle_flag(tx, parts, c.after.name, FlagKind::lapsed, "The registration was renewed by the same holder.",
                    actor);
    }
  }
};

void tell(Work& work, const std::vector<Prepared>& rows, const std::string& import_id, std::int64_t ordinal,
          const std::vector<char>& taken, std::int64_t count) {
  ledger::merkle::Frontier tree;
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (taken[i]) tree.add(rows[i].hash);
  const std::string root = to_hex(tree.root());
  work.tx.run(kBatch,
              {{"id", work.batch_id}, {"import", import_id}, {"ordinal", ordinal}, {"domains", count}, {"root", root}});
  work.parts.recorder.record(work.tx, kMirrored, work.actor, kBatchRecord, work.batch_id,
                             fmt::format(R"({{"import":"{}","batch":"{}","ordinal":{},"domains":{},"root":"{}"}})",
                                         import_id, work.batch_id, ordinal, count, root));
}

}  // namespace

Prepared prepare(const vault::Vault& vault, const std::string& source, Record record) {
  Prepared out;
  const Registrant& who = record.registrant;
  if (!who.name.empty()) {
    // Without a handle a person's name alone is nobody: it stands for this one domain's holder.
    const std::string where = !who.handle.empty()                    ? "handle\n" + who.handle
                              : who.kind == HolderKind::organization ? "country\n" + who.country
                                                                     : "domain\n" + record.name;
    out.identity =
        vault.blind_index("domain_holder", source + "\n" + where + "\n" + to_text(who.kind) + "\n" + who.name);
  }
  out.hash = ledger::leaf_hash(record_text(record, out.identity));
  out.record = std::move(record);
  return out;
}

MirrorCounts count_batch(store::Transaction& tx, const std::vector<Prepared>& rows) {
  const Known known(tx, rows, "");
  MirrorCounts counts;
  for (const Prepared& row : rows) {
    const auto before = known.registrations.find(row.record.name);
    if (before == known.registrations.end())
      ++counts.added;
    else
      ++(before->second.row_hash == to_hex(row.hash) ? counts.already_in : counts.changed);
  }
  return counts;
}

Result<MirrorCounts> mirror_batch(store::Transaction& tx, const MirrorParts& parts, const std::vector<Prepared>& rows,
                                  const std::string& source, const std::string& actor, const std::string& import_id,
                                  std::int64_t ordinal) {
  Work work{tx, parts, source, actor, Known(tx, rows, source), parts.recorder.clock().now()};
  if (const auto before = find_source(tx, source)) work.source_before = before->mirrored_at;
  if (!import_id.empty()) work.batch_id = parts.recorder.new_id();
  MirrorCounts counts;
  std::vector<char> taken(rows.size(), 0);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto before = work.known.registrations.find(rows[i].record.name);
    if (before == work.known.registrations.end())
      work.add(rows[i]);
    else if (before->second.row_hash != to_hex(rows[i].hash))
      work.change(rows[i], before->second);
    else {
      ++counts.already_in;
      continue;
    }
    taken[i] = 1;
  }
  counts.added = static_cast<std::int64_t>(work.added.size());
  counts.changed = static_cast<std::int64_t>(work.changed.size());
  if (counts.added + counts.changed == 0) return counts;
  // The batch's row first: registrations name it.
  if (!import_id.empty()) tell(work, rows, import_id, ordinal, taken, counts.added + counts.changed);
  MUSTER_CHECK_OK(work.holders());
  work.new_names();
  work.flag_new();
  for (const Changed& c : work.changed) work.write(c);
  return counts;
}

}  // namespace muster::holders
