#include <base/words.h>

#include <array>
#include <vector>

#include <fmt/format.h>
#include <zones/resolver_config.h>

namespace muster::zones {
namespace {

constexpr std::array<const char*, 5> kResolvers{"unbound", "bind", "powerdns", "knot", "dnsdist"};

std::vector<std::string> zones_of(const ResolverFacts& f) {
  if (!f.parts) return {f.zone};
  return {"hot." + f.zone, "base." + f.zone};  // the small one is asked first
}

// What a visitor is told; no quotes, as the lines below quote it.
std::string told(const ResolverFacts& f, bool own) {
  std::string text =
      own ? "Held back by the operator's security for 72 hours at most" : "Not answered by order of an authority";
  if (!f.lookup.empty()) text += "; number, law and appeal: " + f.lookup;
  std::erase_if(text, [](char c) { return c == '"' || c == '\\' || c == '\n'; });
  return text;
}

std::string unbound(const ResolverFacts& f) {
  std::string out =
      "# Unbound 1.17. In server: module-config: \"respip validator iterator\". It can't sign (it is known by its "
      "address), gives no\n# extended error with a policy zone, and does not let one lapse: run muster-rpz-watch each "
      "minute for each.\n";
  for (const std::string& zone : zones_of(f))
    out += fmt::format(
        "rpz:\n  name: \"{0}\"\n  primary: {1}@{2}\n  allow-notify: {1}\n  zonefile: \"{0}\"\n"
        "  rpz-signal-nxdomain-ra: yes\n",
        zone, f.address, f.port);
  return out;
}

std::string bind(const ResolverFacts& f) {
  std::string out =
      fmt::format("# BIND 9.18. It gives no extended error with a policy zone.\ninclude \"{}\";\n", f.key_file);
  std::string policy;
  for (const std::string& zone : zones_of(f)) {
    out += fmt::format(
        "zone \"{0}\" {{ type secondary; primaries {{ {1} port {2} key \"{3}\"; }}; file \"{0}\"; allow-query {{ none; "
        "}}; allow-notify {{ {1}; }}; min-refresh-time 1; min-retry-time 1; }};\n",
        zone, f.address, f.port, f.key_name);
    policy += fmt::format(" zone \"{}\";", zone);
  }
  return out + fmt::format("# In options:\nresponse-policy {{{} }} min-update-interval 0;\n", policy);
}

std::string powerdns(const ResolverFacts& f) {
  std::string out =
      "-- PowerDNS Recursor 4.8, lua-config-file. It asks each second (it takes no NOTIFY for policy zones) and tells "
      "visitors.\n-- It does not let a policy zone lapse: run muster-powerdns-watch each minute.\n";
  for (const bool own : {false, true})
    out += fmt::format(
        "rpzPrimary(\"{}:{}\", \"{}.{}\", {{refresh=1, tsigname=\"{}\", tsigalgo=\"hmac-sha256\", tsigsecret=\"{}\", "
        "extendedErrorCode={}, extendedErrorExtra=\"{}\"}})\n",
        f.address, f.port, own ? "own" : "authority", f.zone, f.key_name, f.key_secret, own ? 15 : 16, told(f, own));
  return out;
}

std::string knot(const ResolverFacts& f) {
  std::string out =
      "-- Knot Resolver 5.6: files that muster-feed-fetch keeps; with lua-cqueues it sees that they changed. Rules "
      "before any forwarding.\n";
  for (const bool own : {false, true})
    out += fmt::format(
        "policy.add(policy.rpz(policy.DENY_MSG(\"{}\", {}), '{}/rpz-{}', pcall(require, "
        "'cqueues.notify')))\n",
        told(f, own), own ? 15 : 16, f.folder, own ? "own" : "authority");
  return out;
}

std::string dnsdist(const ResolverFacts& f) {
  return fmt::format(
      "-- dnsdist 1.7: constant databases that muster-feed-fetch keeps, looked at each second. It gives no extended "
      "error.\n"
      "muster_names = newCDBKVStore('{0}/names.cdb', 1)\n"
      "muster_domains = newCDBKVStore('{0}/domains.cdb', 1)\n"
      "addAction(KeyValueStoreLookupRule(muster_names, KeyValueLookupKeyQName(true)), RCodeAction(DNSRCode.NXDOMAIN))\n"
      "addAction(KeyValueStoreLookupRule(muster_domains, KeyValueLookupKeySuffix(2, true)), "
      "RCodeAction(DNSRCode.NXDOMAIN))\n",
      f.folder);
}

}  // namespace

std::optional<ResolverKind> resolver_kind(std::string_view text) {
  return find_word<ResolverKind>(kResolvers, text);
}

std::string resolver_config(ResolverKind kind, const ResolverFacts& facts) {
  switch (kind) {
    case ResolverKind::unbound:
      return unbound(facts);
    case ResolverKind::bind:
      return bind(facts);
    case ResolverKind::powerdns:
      return powerdns(facts);
    case ResolverKind::knot:
      return knot(facts);
    case ResolverKind::dnsdist:
      return dnsdist(facts);
  }
  return {};
}

}  // namespace muster::zones
