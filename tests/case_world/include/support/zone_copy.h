// What a resolver holds that fetches a zone by transfer (AXFR, RFC 5936; IXFR, RFC 1995), read through libldns and
// applied record by record, apart from everything that the house's own name server is made of. It does not sign: it is
// known by its address. For tests and benches that link libldns.
#pragma once

#include <intake/message_stream.h>

#include <cstdlib>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <arpa/inet.h>
#include <ldns/ldns.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace muster::test {

class ZoneCopy {
 public:
  ZoneCopy(std::uint16_t port, std::string zone) : port_(port), zone_(std::move(zone)) {}

  struct Fetched {
    std::string how;  // AXFR, IXFR, current, refused
    std::size_t bytes = 0, records = 0;
  };
  // The difference from what is held, where something is held and `whole` isn't asked for.
  Fetched fetch(bool whole = false) {
    const bool all = whole || serial == 0;
    const int fd = connected();
    const std::unique_ptr<const int, void (*)(const int*)> closing(&fd, [](const int* f) { close(*f); });
    if (!intake::send_message(fd, question(all))) throw std::runtime_error("the question was not sent");
    Fetched out;
    std::vector<Record> records;
    for (std::string message; !is_whole(records, all);) {
      if (!intake::receive_message(fd, message)) throw std::runtime_error("a transfer was cut off");
      out.bytes += message.size() + 2;
      if ((message.at(3) & 15) != 0) return {"refused", out.bytes, 0};
      take(message, records);
    }
    out.records = records.size();
    out.how = apply(records, all);
    return out;
  }

  std::set<std::string> gone, passed;  // "bad.example", "*.bad.example": taken away; let through (rpz-passthru.)
  std::uint32_t serial = 0;            // 0: nothing is held
  std::uint32_t expire_seconds =
      0;  // of the SOA: silent for so long, and what is held counts no more (RFC 1035 §3.3.13)

 private:
  struct Record {
    bool soa = false, pass = false, entry = false;
    std::uint32_t serial = 0, expire = 0;
    std::string name;
  };

  int connected() const {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port_);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
    if (::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) throw std::runtime_error("nobody listens");
    return fd;
  }

  std::string question(bool all) const {
    const std::unique_ptr<ldns_pkt, void (*)(ldns_pkt*)> packet(
        ldns_pkt_query_new(ldns_dname_new_frm_str(zone_.c_str()), all ? LDNS_RR_TYPE_AXFR : LDNS_RR_TYPE_IXFR,
                           LDNS_RR_CLASS_IN, 0),
        ldns_pkt_free);
    if (!all) {
      ldns_rr* soa = nullptr;
      const std::string text = zone_ + ". 0 IN SOA . . " + std::to_string(serial) + " 0 0 0 0";
      if (ldns_rr_new_frm_str(&soa, text.c_str(), 0, nullptr, nullptr) != LDNS_STATUS_OK)
        throw std::runtime_error("no SOA");
      ldns_pkt_push_rr(packet.get(), LDNS_SECTION_AUTHORITY, soa);
    }
    std::uint8_t* bytes = nullptr;
    std::size_t size = 0;
    if (ldns_pkt2wire(&bytes, packet.get(), &size) != LDNS_STATUS_OK) throw std::runtime_error("no question");
    const std::unique_ptr<std::uint8_t, void (*)(void*)> freeing(bytes, std::free);
    return {reinterpret_cast<const char*>(bytes), size};
  }

  static std::string text_of(const ldns_rdf* rdf) {
    const std::unique_ptr<char, void (*)(void*)> text(ldns_rdf2str(rdf), std::free);
    return text.get();
  }

  void take(const std::string& message, std::vector<Record>& records) const {
    ldns_pkt* read = nullptr;
    if (ldns_wire2pkt(&read, reinterpret_cast<const std::uint8_t*>(message.data()), message.size()) != LDNS_STATUS_OK)
      throw std::runtime_error("a message of a transfer can't be read");
    const std::unique_ptr<ldns_pkt, void (*)(ldns_pkt*)> packet(read, ldns_pkt_free);
    const ldns_rr_list* const answers = ldns_pkt_answer(packet.get());
    for (std::size_t i = 0; i < ldns_rr_list_rr_count(answers); ++i) {
      const ldns_rr* const rr = ldns_rr_list_rr(answers, i);
      Record out;
      if (ldns_rr_get_type(rr) == LDNS_RR_TYPE_SOA) {
        out.soa = true;
        out.serial = ldns_rdf2native_int32(ldns_rr_rdf(rr, 2));
        out.expire = ldns_rdf2native_int32(ldns_rr_rdf(rr, 5));
      } else if (ldns_rr_get_type(rr) == LDNS_RR_TYPE_CNAME) {
        out.entry = true;
        out.name = text_of(ldns_rr_owner(rr));
        out.name.resize(out.name.size() - zone_.size() - 2);  // ".rpz.muster."
        out.pass = text_of(ldns_rr_rdf(rr, 0)) == "rpz-passthru.";
      }
      records.push_back(std::move(out));
    }
  }

  static bool is_difference(const std::vector<Record>& records) {
    return records.size() > 1 && records[1].soa && records[1].serial != records[0].serial;
  }
  bool is_whole(const std::vector<Record>& records, bool all) const {
    if (records.empty() || !records[0].soa) return !records.empty();
    if (records.size() == 1) return !all && records[0].serial <= serial;
    // Of a difference the new serial stands at its beginning, before what is added, and at its end.
    return records.back().soa && records.back().serial == records[0].serial &&
           (!is_difference(records) || begun(records) == 3);
  }
  static int begun(const std::vector<Record>& records) {
    int n = 0;
    for (const Record& r : records) n += r.soa && r.serial == records[0].serial ? 1 : 0;
    return n;
  }

  std::string apply(const std::vector<Record>& records, bool all) {
    if (!records[0].soa) throw std::runtime_error("a transfer that begins without SOA");
    expire_seconds = records[0].expire;
    if (records.size() == 1) return "current";
    if (!is_difference(records)) {
      gone.clear();
      passed.clear();
    } else if (all || records[1].serial != serial) {
      throw std::runtime_error("a difference from somewhere else");
    }
    bool adding = !is_difference(records);
    for (std::size_t i = 1; i < records.size(); ++i) {
      const Record& r = records[i];
      if (r.soa && i > 1) adding = true;
      auto& held = r.pass ? passed : gone;
      if (r.entry && adding && !held.insert(r.name).second) throw std::runtime_error(r.name + " came twice");
      if (r.entry && !adding && held.erase(r.name) == 0) throw std::runtime_error(r.name + " went and was not there");
    }
    serial = records[0].serial;
    return is_difference(records) ? "IXFR" : "AXFR";
  }

  const std::uint16_t port_;
  const std::string zone_;
};

}  // namespace muster::test
