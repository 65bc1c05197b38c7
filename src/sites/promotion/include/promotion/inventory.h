// Inventories of links: files that come in as versions, pages and searches by key, and the difference of two of them.
// Thread-safe.
#pragma once

#include <base/result.h>
#include <filings/import.h>
#include <ledger/recorder.h>
#include <store/database.h>

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include <promotion/rules.h>

namespace muster::promotion {

struct LinkError {
  std::int64_t line = 0;
  std::string code;  // if the line had one
  Error error;
};
struct ImportOptions {
  std::string partner_id;
  std::string source_name = {};
  filings::Format format = filings::Format::csv;  // or xlsx
  filings::Mapping mapping = {};
  std::string sheet = {};
  bool full = true;  // what the file does not have is taken out; lines that were refused keep what there was
  bool dry_run = false;
  int batch_rows = 5'000;
  std::string actor = {};
  std::function<void(const LinkError&)> on_error = {};     // in order of lines; not kept
  std::function<bool(const Inventory&)> on_progress = {};  // after each batch; false stops after it
};
struct ImportResult : Inventory {
  std::int64_t same = 0;
  bool stopped = false, resumed = false;
};

struct LinkFilter {
  std::string partner_id = {}, channel_id = {};
  std::string code_prefix = {};
  std::string host = {};  // of landing page, short link or QR code
};
struct LinkPage {
  std::vector<Link> items;
  std::string next;
};

// How a link differs between two inventories; nothing: it was not in that one.
struct Difference {
  std::string code;
  std::optional<Link> before, after;
};

struct ChannelNode : Channel {
  std::int64_t links = 0;     // listed in it now, not below it; at most kCountMax
  std::int64_t channels = 0;  // right below it; at most kCountMax
};
inline constexpr std::int64_t kCountMax = 1'000;

inline constexpr std::int64_t kLinksMax = 5'000'000;  // of one inventory

class Inventories {
 public:
  Inventories(store::Database& database, const ledger::Recorder& recorder, const filings::Service& filings)
      : database_(database), recorder_(recorder), filings_(filings) {}

  // Takes a file in as the partner's next inventory. Batches commit; one that was cut off goes on where it stood when
  // the same file comes again: what is in is known by its print. A dry run writes nothing. While it runs, it holds
  // eight bytes for each link. Errors: partner_unknown, partner_ended, those of filings::TableStream,
  // inventory_too_large.
  Result<ImportResult> take(std::istream& in, const ImportOptions& options) const;
  // One link of a form: an inventory of one line. Errors: partner_unknown, partner_ended, check_link's.
  Result<Link> put(const std::string& partner_id, const NewLink& link, const std::string& actor) const;
  // Errors: link_unknown, partner_unknown.
  Result<void> remove(const std::string& partner_id, const std::string& code, const std::string& actor) const;

  Result<std::vector<Inventory>> versions(const std::string& partner_id, const std::string& after, int limit) const;
  // Streams what differs between inventories `from` and `to` of one partner, in order of code, in bounded memory, until
  // `visit` returns false. Errors: inventory_unknown, inventory_order (from before to).
  Result<void> difference(const std::string& partner_id, std::int64_t from, std::int64_t to, const std::string& after,
                          const std::function<bool(const Difference&)>& visit) const;

  Result<Link> link(const std::string& partner_id, const std::string& code) const;  // link_unknown; as it is listed now
  Result<std::vector<Link>> history(const std::string& partner_id, const std::string& code) const;  // newest first
  // By partner, channel, code or host, each along an index of its own; with none of them all links by code.
  Result<LinkPage> links(const LinkFilter& filter, const std::string& after, int limit) const;
  Result<std::vector<ChannelNode>> channels(const std::string& partner_id, const std::string& parent_id,
                                            const std::string& after, int limit) const;
  Result<Channel> channel(const std::string& id) const;  // channel_unknown

  // A filed site that is the partner's own: its hosts may stand in a chain. By a registrar. Errors: partner_unknown,
  // role_missing, site_unfiled.
  Result<void> name_site(const std::string& partner_id, const std::string& host, const std::string& person) const;
  Result<std::vector<std::string>> sites(const std::string& partner_id) const;

 private:
  store::Database& database_;
  const ledger::Recorder& recorder_;
  const filings::Service& filings_;
};

// --- inside of others' transactions
std::optional<Link> find_link(store::Transaction& tx, const std::string& partner_id, const std::string& code);
std::optional<Channel> find_channel(store::Transaction& tx, const std::string& partner_id, const std::string& path);
// Whether a link that the partner lists now has this host ("www." in front or not), or it is one of its filed sites.
bool is_partners_host(store::Transaction& tx, const std::string& partner_id, const std::string& host);

}  // namespace muster::promotion
