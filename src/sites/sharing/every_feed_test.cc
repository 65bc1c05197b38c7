// The law over every form in which a name leaves the house: after any sequence of orders, appeals, changes of the
// never-block list, time, and rows that an owner of the database forged, no name stands in any feed without two
// signatures and a mandate. What is lawful is said here anew, from tables and keys, by none of the functions that make
// feeds. MUSTER_SEED repeats a run.
#include <cases/records.h>
#include <restrictions/never_block_service.h>

#include <map>
#include <regex>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <sharing/misp.h>
#include <support/random_acts.h>
#include <support/share_world.h>
#include <support/zone_copy.h>
#include <zones/feeds.h>
#include <zones/primary.h>

namespace muster::sharing {
namespace {

using test::ShareWorld;
using zones::FeedForm;

constexpr int kFeedSteps = 60, kFeedStepsPostgres = 30;
constexpr int kChecked = 5;  // every so many steps

struct Out {
  std::string form, name;   // "*.bad.example"
  std::string number = "";  // of its order, where the form says it
};

// What the records say of one order, apart from the house's own judgement.
struct Lawful {
  std::string why_not;  // "" it may be in a feed
  std::set<std::string> names;
  bool sealed = false;
};

class EveryFeed : public ::testing::TestWithParam<store::Backend> {
 protected:
  EveryFeed()
      : w(GetParam()),
        zone(*w.db, w.recorder, w.feeds),
        secondaries(*w.db, w.recorder, w.feeds, w.folder + "/zone-keys"),
        files(*w.db, w.recorder, w.feeds, key, std::chrono::hours(24)) {
    third = w.person(w.authority, {"confirmer"});
    w.enrol(third, test::Authenticator::Kind::webcrypto);
    ShareWorld::must(secondaries.add(w.operator_person, {"Copies", "127.0.0.1", 53, false}));
    settle();
    primary = ShareWorld::must(zones::Primary::start({}, zone, secondaries, w.clock));
    copy = std::make_unique<test::ZoneCopy>(primary->port(), "rpz.muster");
    hot = std::make_unique<test::ZoneCopy>(primary->port(), "hot.rpz.muster");
  }
  void settle() {
    while (ShareWorld::must(zone.step()).more) {
    }
    w.settle();
  }

  // --- what happens
  std::string some_name() { return fmt::format("{}n{}.example", acts.chance(30) ? "www." : "", acts.any(12)); }
  void order() {
    const std::string name = some_name();
    try {
      if (acts.chance(20)) {
        const auto c = w.referred("phishing_or_malware", name);
        const auto d = ShareWorld::must(
            w.cases_service->prepare(c.id, w.network_draft(name, "host", std::chrono::hours(48)), w.security_decider));
        ShareWorld::must(w.sign(d.id, w.security_decider));
        ShareWorld::must(w.sign(d.id, w.security_confirmer));
      } else {
        w.order(name, acts.chance(60) ? "host" : "domain",
                acts.chance(90) ? "explicit_unlawful" : "child_abuse_material");
      }
    } catch (const std::runtime_error&) {
      ++refused;  // on the never-block list, for one
    }
  }
  std::string standing() {
    return acts.pick("select id from standing_order where executor = 'network' order by id desc limit 60");
  }
  void appeal() {
    const auto o = w.cases_service->order(standing());
    if (!o.ok()) return;
    const auto filed = w.cases_service->file_appeal({o->number, "It is a library.", "", "en"});
    if (!filed.ok()) return;
    const auto& a = filed->appeal;
    if (acts.chance(40)) {
      if (w.cases_service->stay(a.id, a.version, w.judge).ok()) acts.stayed.insert(o->id);
    } else if (acts.chance(50)) {
      if (w.cases_service->decide_appeal(a.id, a.version, "reverse", "It is one.", w.judge).ok())
        acts.ended.insert(o->id);
    }
  }
  void never_block() {
    const restrictions::NeverBlockService list(*w.db, w.recorder);
    const std::string name = some_name();
    const bool off = listed.contains(name);
    const auto p = list.propose(off ? restrictions::NeverBlockAction::remove : restrictions::NeverBlockAction::add,
                                restrictions::NeverBlockKind::emergency, {name}, "Fire brigade.", w.operator_person);
    if (!p.ok() || !list.confirm(p->id, p->version, w.operator_person2).ok()) return;
    off ? (void)listed.erase(name) : (void)listed.insert(name);
    w.clock.advance(std::chrono::seconds(1));
  }
  void sign_third() {
    const auto o = w.cases_service->order(standing());
    if (o.ok() && w.keys.contains(third)) (void)w.sign(o->decision_id, third);
  }
  void pass_time() {
    constexpr int kHours[] = {1, 5, 24, 24 * 5};
    w.clock.advance(std::chrono::hours(kHours[acts.any(std::size(kHours))]));
  }

  // --- what an owner of the database writes. Every name that it makes up begins with "forged".
  void forge_rows() {
    const std::string id = standing(), name = fmt::format("forged{}.example", ++forged);
    const auto o = w.cases_service->order(id);
    if (!o.ok()) return;
    const auto owner = [&](const char* table, const std::string& sql) {
      w.db.as_owner(table, sql, test::TestDatabase::Rules::put_back);
    };
    const std::string serial = std::to_string(ShareWorld::must(zone.state()).serial);
    switch (acts.any(10)) {
      case 0:
        owner("network_entry", fmt::format("insert into network_entry(order_id, name, kind, created_at) "
                                           "values('{}', '{}', 'wildcard', 1)",
                                           id, name));
        return owner("orders", fmt::format("update orders set version = version + 1 where id = '{}'", id));
      case 1:
        return owner("zone_entry", fmt::format("insert into zone_entry(name, kind, from_serial, order_id, "
                                               "order_number, reversed) values('{}', 'wildcard', {}, '{}', '{}', "
                                               "'example.forged{}')",
                                               name, serial, id, o->number, forged));
      case 2:  // with the seal of another
        return owner("zone_entry", fmt::format("insert into zone_entry(name, kind, from_serial, order_id, "
                                               "order_number, reversed, own, seal) select '{}', kind, {}, order_id, "
                                               "order_number, 'example.forged{}', own, seal from zone_entry limit 1",
                                               name, serial, forged));
      case 3:  // a known one under another name
        return owner("share_object", fmt::format("update share_object set body = replace(body, '.example', "
                                                 "'.{}') where order_id = '{}'",
                                                 name, id));
      case 4:
        return owner(
            "share_object",
            fmt::format("insert into share_object(id, version, type, order_id, revoked, body, added_at, "
                        "is_last, seal) select 'indicator--{}', version, type, order_id, revoked, "
                        "replace(body, '.example', '.{}'), (select max(added_at) + 1 from share_object), 1, seal "
                        "from share_object where order_id = '{}' and is_last = 1 limit 1",
                        forged, name, id));
      case 5:  // what ended stands again
        owner("zone_entry",
              "update zone_entry set until_serial = null where until_serial is not null and not exists("
              "select 1 from zone_entry s where s.name = zone_entry.name and s.kind = zone_entry.kind "
              "and (s.until_serial is null or s.from_serial > zone_entry.from_serial))");
        rewritten = true;
        return (void)ShareWorld::must(zone.forget());
      case 6:
        owner("decision_signature", fmt::format("delete from decision_signature where capacity = 'confirmer' and "
                                                "decision_id = '{}'",
                                                o->decision_id));
        break;
      case 7:
        owner("decision", fmt::format("update decision set scope_value = '{}' where id = '{}'", name, o->decision_id));
        owner("network_entry",
              fmt::format("update network_entry set name = '{}' where order_id = '{}' and kind = 'exact'", name, id));
        break;
      case 8:
        owner("orders", fmt::format("update orders set expires_at = expires_at + 86400000000 where id = '{}'", id));
        break;
      default:
        owner("case_file",
              fmt::format("update case_file set opened_by = '{}' where id = '{}'", w.confirmer, o->case_id));
    }
    // What was true and is so no more is seen when the order is looked at again: within a day, as long as a feed holds.
    w.clock.advance(enforcement::kLookedAtAgain);
  }

  void act() {
    const auto which = acts.any(100);
    if (which < 34) return order();
    if (which < 46) return appeal();
    if (which < 56) return never_block();
    if (which < 59) return sign_third();
    if (which < 65) return pass_time();
    if (which < 78) return forge_rows();
    for (int i = 0; i < 4; ++i) acts.step();
    if (acts.chance(50)) ShareWorld::must(w.cases_service->tick(w.clock.now()));  // or no job ran
  }

  // --- what is lawful
  bool is_signed(store::Transaction& tx, const cases::Decision& d, const cases::DecisionSignature& s) {
    const auto enrolled = parties::find_key(tx, s.key_id);
    if (!enrolled || enrolled->person_id != s.person_id || enrolled->enrolled_by == s.person_id) return false;
    const std::string given = s.key_id + s.signature.signature + s.signature.client_data_json + d.canonical_text;
    if (good.contains(given)) return true;
    if (!parties::verify_signature(*enrolled, d.canonical_text, s.signature).ok()) return false;
    good.insert(given);
    return true;
  }
  bool touches_listed(const cases::Decision& d) const {
    return std::any_of(listed.begin(), listed.end(), [&](const std::string& name) {
      return d.scope_value == name || d.scope_value.ends_with("." + name) ||
             (d.scope_kind == "domain" && name.ends_with("." + d.scope_value));
    });
  }
  std::string why_not(store::Transaction& tx, const cases::Order& o, const cases::Decision& d) {
    const Instant now = w.clock.now();
    if (o.state != "in_force" && o.state != "executed" && o.state != "verified") return "state " + o.state;
    if (acts.ended.contains(o.id) || acts.stayed.contains(o.id)) return "it ended or is stayed";
    if (!d.starts || *d.starts > now || !d.expires || *d.expires <= now) return "not its time";
    for (const auto& a : cases::select_appeals_of_order(tx, o.id)) {
      if (a.state != "filed" && a.state != "acknowledged" && a.state != "upheld" && a.state != "moot") return a.state;
      if ((a.state == "filed" || a.state == "acknowledged") && a.decide_due <= now) return "an appeal was not decided";
    }
    const auto c = cases::select_case(tx, o.case_id);
    std::set<std::string> persons, capacities;
    for (const auto& s : cases::select_signatures(tx, d.id)) {
      if (!is_signed(tx, d, s)) return "no signature of the " + s.capacity;
      persons.insert(s.person_id);
      capacities.insert(s.capacity);
    }
    if (persons.size() != 2 || capacities != std::set<std::string>{"decider", "confirmer"}) return "not two signed";
    if (persons.contains(c->opened_by)) return "its finder signed";
    const std::string scope = fmt::format("\nScope: {} {} (", d.scope_kind, d.scope_value);
    const std::string ground = fmt::format("\nGround: {}\n", d.ground);
    if (d.canonical_text.find(scope) == std::string::npos || d.canonical_text.find(ground) == std::string::npos)
      return "another text was signed";
    const auto mandate = parties::find_party(tx, d.authority_party_id);
    const bool own = d.ground == "phishing_or_malware" && d.signing_party_id == d.authority_party_id &&
                     *d.expires - *d.starts <= std::chrono::hours(72);
    const bool authority = mandate->kind == "authority" && d.signing_party_id == mandate->id;
    if (!own && !authority) return "no mandate";
    if (touches_listed(d)) {
      const auto extra = cases::select_third_signature(tx, d.id);
      if (!extra || persons.contains(extra->person_id) || extra->person_id == c->opened_by || !is_signed(tx, d, *extra))
        return "on the never-block list without a third signature";
    }
    return "";
  }
  std::map<std::string, Lawful> lawful() {
    std::map<std::string, Lawful> out;
    ShareWorld::must(w.db->read([&](store::Transaction& tx) -> Result<void> {
      for (const auto& row : tx.query({"t_orders", "select id from orders where executor = 'network'"})) {
        const auto o = cases::select_order(tx, row.text("id"));
        const auto d = cases::select_decision(tx, o->decision_id);
        Lawful& each = out[o->number];
        each.why_not = why_not(tx, *o, *d);
        each.sealed = d->ground == "child_abuse_material";
        each.names.insert(d->scope_value);
        if (d->scope_kind == "domain") each.names.insert("*." + d->scope_value);
      }
      return {};
    }));
    return out;
  }

  // --- what is out there
  void read_zone(std::vector<Out>& out, const std::string& form, const std::string& text) {
    static const std::regex kLine(R"((\S+) IN CNAME (\S+)(?: ; (\S+))?)");
    for (std::sregex_iterator at(text.begin(), text.end(), kLine), end; at != end; ++at)
      if ((*at)[2] == ".") out.push_back({form, (*at)[1], (*at)[3]});
  }
  void read_cdb(std::vector<Out>& out, const std::string& form, const std::string& file, const std::string& before) {
    const auto number = [&](std::size_t at) {
      std::uint32_t n = 0;
      for (int i = 3; i >= 0; --i) n = n << 8 | static_cast<unsigned char>(file.at(at + static_cast<std::size_t>(i)));
      return n;
    };
    std::size_t end = file.size();  // records stand before the first table
    for (std::size_t table = 0; table < 256; ++table) end = std::min<std::size_t>(end, number(table * 8));
    for (std::size_t at = 2048; at < end;) {
      const std::size_t key_size = number(at), value_size = number(at + 4);
      std::string name;
      for (std::size_t i = at + 8; file.at(i) != 0;) {
        const auto size = static_cast<std::size_t>(file.at(i));
        name += (name.empty() ? "" : ".") + file.substr(i + 1, size);
        i += size + 1;
      }
      out.push_back({form, before + name, file.substr(at + 8 + key_size, value_size)});
      at += 8 + key_size + value_size;
    }
  }
  // A reader that keeps JSON lines and asks for what is new.
  void read_lines(const std::string& body) {
    for (const auto line : split(body, '\n')) {
      if (line.empty()) continue;
      const auto value = boost::json::parse(line).as_object();
      if (value.contains("feed") && value.at("since").is_null()) held.clear();
      if (value.contains("serial")) held_serial = value.at("serial").as_int64();
      for (const char* what : {"remove", "add"}) {
        if (!value.contains(what)) continue;
        const std::string name =
            std::string(value.at("below").as_bool() ? "*." : "") + value.at(what).as_string().c_str();
        if (what[0] == 'a')
          held[name] = value.at("order").as_string().c_str();
        else if (held.erase(name) == 0)
          EXPECT_TRUE(rewritten) << name << " went and was not there";
      }
    }
  }
  void fetch(test::ZoneCopy& from) {
    try {
      if (from.fetch().how == "IXFR") ++differences;
    } catch (const std::runtime_error& fault) {  // then a resolver asks for the whole
      EXPECT_TRUE(rewritten) << fault.what();
      from.fetch(true);
    }
  }
  // Whether a name above takes it away with everything below.
  static bool below_one_of(const std::set<std::string>& gone, std::string name) {
    if (name.starts_with("*.")) name.erase(0, 2);
    for (auto dot = name.find('.'); dot != std::string::npos; dot = name.find('.', dot + 1))
      if (gone.contains("*." + name.substr(dot + 1))) return true;
    return false;
  }
  // As a MISP would read the folder: what isn't deleted in an event, and the lines of hashes.csv.
  void read_misp(std::vector<Out>& out) {
    MispIndex index;
    std::multiset<std::string> hashed;
    ShareWorld::must(w.publisher.misp([&](const MispEvent& event) -> Result<void> {
      index.add(event);
      EXPECT_EQ(event.json.find("forged"), std::string::npos) << event.json;
      const auto whole = boost::json::parse(event.json);
      for (const auto& each : whole.at("Event").at("Attribute").as_array()) {
        if (each.at("deleted").as_bool()) continue;
        const std::string name = each.at("value").as_string().c_str(), comment = each.at("comment").as_string().c_str();
        const std::string number = comment.substr(0, comment.find(' '));
        hashed.insert(fmt::format("{},{}", md5(name), event.uuid));
        out.push_back({"MISP", name, number});
        if (each.at("type").as_string() == "domain") out.push_back({"MISP", "*." + name, number});
      }
      return {};
    }));
    std::multiset<std::string> lines;
    const std::string csv = index.hashes_csv();
    for (const auto line : split(csv, '\n'))
      if (!line.empty()) lines.insert(std::string(line));
    EXPECT_EQ(lines, hashed);
    for (const auto& number : index.orders()) out.push_back({"MISP orders", "", number});
  }
  static std::string md5(const std::string& text) {
    unsigned char hash[16];
    EVP_Digest(text.data(), text.size(), hash, nullptr, EVP_md5(), nullptr);
    return to_hex({reinterpret_cast<const char*>(hash), sizeof hash});
  }
  std::vector<Out> everything_out() {
    std::vector<Out> out;
    const auto file = [&](FeedForm form) { return ShareWorld::must(files.file(form)).body; };
    for (const FeedForm form : {FeedForm::rpz, FeedForm::rpz_authority, FeedForm::rpz_own, FeedForm::rpz_hot})
      read_zone(out, zones::to_text(form), file(form));
    read_zone(out, "export", ShareWorld::must(w.feeds.preview_rpz()).text);
    read_cdb(out, "names.cdb", file(FeedForm::names_cdb), "");
    read_cdb(out, "domains.cdb", file(FeedForm::domains_cdb), "*.");
    read_lines(ShareWorld::must(files.file(FeedForm::entries, held_serial)).body);
    // By differences a name keeps the number that it came with, also when another order took it over meanwhile.
    for (const auto& each : held) out.push_back({"entries since", each.first});
    held.clear();
    read_lines(file(FeedForm::entries));
    for (const auto& [name, number] : held) out.push_back({"entries", name, number});
    const std::string numbers = file(FeedForm::orders);
    for (const auto number : split(numbers, '\n'))
      if (!number.empty()) out.push_back({"orders", "", std::string(number)});
    // The small zone stands before the large one: what it lets through is not taken away by the other.
    std::vector<Out> large;
    read_zone(large, "rpz-base", file(FeedForm::rpz_base));
    fetch(*hot);
    for (const auto& each : large)
      if (!hot->passed.contains(each.name) && !below_one_of(hot->gone, each.name))
        out.push_back({each.form, each.name});
    for (const auto& name : hot->gone) out.push_back({"hot by transfer", name});
    fetch(*copy);
    for (const auto& name : copy->gone) out.push_back({"IXFR", name});
    test::ZoneCopy whole(primary->port(), "rpz.muster");
    whole.fetch();
    for (const auto& name : whole.gone) out.push_back({"AXFR", name});
    EXPECT_EQ(whole.gone, copy->gone) << "whole and by differences";
    for (ObjectFilter filter{.types = {"indicator", "sighting", "domain-name"}};;) {
      const auto page = ShareWorld::must(w.publisher.objects(filter));
      for (const auto& object : page.objects) {
        EXPECT_EQ(object.body.find("forged"), std::string::npos) << object.body;
        const auto told = ShareWorld::must(read_object(object.body));
        if (told.type != "indicator" || told.revoked) continue;
        for (const auto& name : told.names)
          out.push_back({"STIX", (name.wildcard ? "*." : "") + name.name, told.order_number});
      }
      if (!page.more) break;
      filter.after = page.objects.back().added_at;
    }
    read_misp(out);
    return out;
  }

  void check(int at) {
    const auto all = lawful();
    for (const Out& out : everything_out()) {
      ++seen[out.form];
      EXPECT_EQ(out.name.find("forged"), std::string::npos) << out.form << " " << out.name << "; step " << at;
      std::string why = "no order says so";
      for (const auto& [number, order] : all) {
        if (!out.number.empty() && number != out.number) continue;
        if (!out.name.empty() && !order.names.contains(out.name)) continue;
        const bool shared = out.form == "STIX" || out.form.starts_with("MISP");
        why = shared && order.sealed ? "it is sealed" : order.why_not;
        if (why.empty()) break;
      }
      EXPECT_EQ(why, "") << out.form << ": " << out.name << " " << out.number << "; step " << at
                         << ", MUSTER_SEED=" << acts.seed;
    }
  }

  ShareWorld w;
  test::RandomActs acts{w};
  zones::Publisher zone;
  zones::Secondaries secondaries;
  ledger::SigningKey key = *ledger::SigningKey::make("muster.example/feeds", ledger::Algorithm::ed25519, w.random);
  zones::Feeds files;
  std::unique_ptr<zones::Primary> primary;
  std::unique_ptr<test::ZoneCopy> copy, hot;
  std::string third;
  std::set<std::string> listed, good;
  std::map<std::string, std::string> held;
  std::optional<std::int64_t> held_serial;
  std::map<std::string, int> seen;
  int forged = 0, refused = 0, differences = 0;
  bool rewritten = false;  // an owner rewrote what was: differences from then may say what can't be applied
};
MUSTER_ON_BOTH_BACKENDS(EveryFeed);

TEST_P(EveryFeed, HoldsNothingWithoutTwoSignaturesAndAMandateWhateverHappens) {
  std::printf("MUSTER_SEED=%llu\n", static_cast<unsigned long long>(acts.seed));
  w.order("first.example", "domain");
  settle();
  check(0);
  const int steps = GetParam() == store::Backend::sqlite ? kFeedSteps : kFeedStepsPostgres;
  for (int at = 1; at <= steps && !HasFailure(); ++at) {
    w.clock.advance(std::chrono::seconds(1));
    act();
    settle();
    if (at % kChecked == 0) check(at);
  }
  // A run that reached nothing would prove nothing.
  for (const char* form : {"rpz", "rpz-authority", "export", "names.cdb", "domains.cdb", "entries", "entries since",
                           "orders", "hot by transfer", "IXFR", "AXFR", "STIX", "MISP", "MISP orders"})
    EXPECT_GT(seen[form], 0) << form << ", MUSTER_SEED=" << acts.seed;
  EXPECT_GT(forged, 0) << "MUSTER_SEED=" << acts.seed;
  EXPECT_GT(differences, 2) << "MUSTER_SEED=" << acts.seed;
}

}  // namespace
}  // namespace muster::sharing
