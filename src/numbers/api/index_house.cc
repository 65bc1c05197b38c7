#include <numbers_api/index_house.h>
#include <persons/indexed.h>
#include <registration/indexed.h>

#include <dealers/indexed.h>

namespace muster::numbers_api {
namespace {

// Numbers that a client or somebody at the person's page asked about, for hours; and who works here, by an identity
// that is kept nowhere else.
constexpr const char* kOthers[] = {"camara_subject", "own_page_subject", "staff_identity"};

}  // namespace

vault::IndexedHouse index_house(const vault::Vault& vault, dealers::Packets& packets) {
  vault::IndexedHouse out;
  out.tables = {persons::indexed_holders(vault), registration::indexed_proxies(vault),
                dealers::indexed_packets(packets)};
  out.kept_purposes = [](store::Transaction& tx) {
    std::vector<std::string> kept = registration::kept_purposes(tx);
    for (std::string& purpose : dealers::kept_purposes()) kept.push_back(std::move(purpose));
    kept.insert(kept.end(), std::begin(kOthers), std::end(kOthers));
    return kept;
  };
  return out;
}

}  // namespace muster::numbers_api
