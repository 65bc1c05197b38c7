#include "sockets.h"
#include "wire.h"
#include <intake/message_stream.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>

#include <poll.h>
#include <zones/hot.h>
#include <zones/primary.h>

namespace muster::zones {
namespace {

constexpr std::size_t kUdpMax = 4096;
constexpr int kPollMs = 100;
constexpr int kNotifyTries = 5;  // RFC 1996 §3.6

enum class Part : std::uint8_t { whole, base, hot, authority, own };
constexpr Part kParts[] = {Part::whole, Part::base, Part::hot, Part::authority, Part::own};
constexpr std::string_view kPartLabels[] = {"", "base.", "hot.", "authority.", "own."};

bool belongs(const ZoneEntry& entry, Part part) {
  return part == Part::authority ? !entry.own : part == Part::own ? entry.own : true;
}

// One connection with its thread.
struct Serving {
  Socket socket;
  std::thread thread;
  std::atomic<bool> over{false};
};

constexpr Duration kNotLookedAt = std::chrono::minutes(10);  // an emitter that stands still says nothing

}  // namespace

struct Primary::Inside {
  Inside(PrimaryOptions o, const Publisher& p, const Secondaries& s, const Clock& c)
      : options(std::move(o)), publisher(p), secondaries(s), clock(c) {
    for (std::size_t i = 0; i < origins.size(); ++i) origins[i] = wire_name(std::string(kPartLabels[i]) + options.zone);
  }

  const PrimaryOptions options;
  const Publisher& publisher;
  const Secondaries& secondaries;
  const Clock& clock;
  std::array<std::string, std::size(kParts)> origins;  // of kParts
  Socket udp, tcp;
  std::uint16_t port = 0;
  std::atomic<bool> stop{false};
  std::thread listener, notifier;
  std::mutex mutex;  // of to_tell
  std::condition_variable waits;
  std::list<std::unique_ptr<Serving>> serving;
  std::int64_t to_tell = 0;
  bool to_tell_base = false;

  // The part as it may be given out now; nothing: it stood still for too long.
  std::optional<ZoneFace> face(Part part) const {
    const auto state = publisher.state();
    if (!state.ok() || state->serial == 0 || clock.now() - state->looked_at > kNotLookedAt) return {};
    std::int64_t serial = state->serial;
    if (part == Part::base || part == Part::hot) {
      const auto base = publisher.base(serial);
      if (!base.ok() || !*base) return {};
      if (part == Part::base) serial = **base;
    }
    return ZoneFace{origins[static_cast<std::size_t>(part)], serial,
                    std::chrono::duration_cast<std::chrono::seconds>(options.validity).count()};
  }

  // A question that may be answered.
  struct Asked {
    Part part = Part::whole;
    Question question;
    Secondary secondary;
    std::optional<intake::TsigKey> key;  // nothing: known by its address
  };
  // Nothing: `refusal` is the answer instead, "" none at all.
  std::optional<Asked> asked(std::string_view bytes, const Peer& peer, std::string& refusal) const {
    const auto question = read_question(bytes);
    if (!question) return {};
    const auto part = std::find(origins.begin(), origins.end(), question->name);
    if (part == origins.end()) {
      refusal = answer_without_zone(bytes, Rcode::refused);
      return {};
    }
    const bool by_key = !question->key_name.empty();
    auto known = by_key ? secondaries.by_key(question->key_name) : secondaries.by_address(address_text(peer));
    auto key = known && by_key ? secondaries.key(*known) : std::nullopt;
    if (known && (!by_key || (key && is_signed(*question, *key, clock.now()))))
      return Asked{kParts[part - origins.begin()], *question, std::move(*known), std::move(key)};
    refusal = answer_without_zone(bytes, Rcode::notauth);
    return {};
  }

  std::string soa_alone(const Asked& of, const ZoneFace& zone) const {
    Message message(of.question.id, kAnswer, zone, of.question.type);
    message.soa(zone.serial);
    return Signer(of.key, of.question.mac).sign(message.take(), clock.now());
  }

  void answer_datagram() {
    char buffer[kUdpMax];
    Peer peer;
    const auto got = udp.receive(buffer, sizeof buffer, peer);
    if (got.empty()) return;
    std::string refusal;
    const auto of = asked(got, peer, refusal);
    if (!of && refusal.empty()) return;
    if (!of) return udp.send(refusal, peer);
    if (of->question.type != Type::soa && of->question.type != Type::ixfr)
      return udp.send(answer_without_zone(got, Rcode::refused), peer);
    const auto zone = face(of->part);
    if (!zone) return udp.send(answer_without_zone(got, Rcode::servfail), peer);
    udp.send(soa_alone(*of, *zone), peer);  // a transfer comes over TCP (RFC 1995 §2)
  }

  // The records of an answer as messages, signed one after the other.
  class Answer {
   public:
    Answer(const Inside& in, Socket& to, const Asked& of, const ZoneFace& zone)
        : in_(in), to_(to), question_(of.question), zone_(zone), signer_(of.key, of.question.mac) {
      begin();
    }
    template <class Put>
    bool put(Put&& record) {
      if (message_->full() && !send()) return false;
      record(*message_);
      return true;
    }
    bool entry(const ZoneEntry& entry, bool pass = false) {
      if (!fits(entry, zone_)) return true;
      ++records_;
      return put([&](Message& m) { m.entry(entry, pass); });
    }
    bool soa(std::int64_t serial) {
      return put([&](Message& m) { m.soa(serial); });
    }
    bool ns() {
      return put([](Message& m) { m.ns(); });
    }
    bool send() {
      if (message_->empty()) return true;
      const bool sent = !in_.stop && intake::send_message(to_.fd(), signer_.sign(message_->take(), in_.clock.now()));
      begin();
      return sent;
    }
    std::int64_t records() const { return records_; }

   private:
    void begin() { message_.emplace(question_.id, kAnswer, zone_, question_.type); }
    const Inside& in_;
    Socket& to_;
    const Question& question_;
    const ZoneFace& zone_;
    Signer signer_;
    std::optional<Message> message_;
    std::int64_t records_ = 0;
  };

  bool whole(Answer& answer, const ZoneFace& zone, Part part) const {
    bool going = answer.soa(zone.serial) && answer.ns();
    const auto read = publisher.each(zone.serial, [&](const std::vector<ZoneEntry>& page) {
      for (const ZoneEntry& entry : page)
        if (belongs(entry, part)) going = going && answer.entry(entry);
      return going;
    });
    return going && read.ok() && answer.soa(zone.serial) && answer.send();
  }

  static bool changes(Answer& answer, const ZoneFace& zone, Part part, std::int64_t from,
                      const ZoneDifference& difference) {
    bool going = answer.soa(zone.serial) && answer.soa(from);
    for (const ZoneEntry& entry : difference.removed)
      if (belongs(entry, part)) going = going && answer.entry(entry);
    going = going && answer.soa(zone.serial);
    for (const ZoneEntry& entry : difference.added)
      if (belongs(entry, part)) going = going && answer.entry(entry);
    return going && answer.soa(zone.serial) && answer.send();
  }

  // The small zone as it was at that serial; nothing: it is not known any more.
  std::optional<std::vector<PolicyEntry>> hot(std::int64_t serial) const {
    const auto since = publisher.since_base(serial);
    if (!since.ok()) return {};
    return hot_of(*since);
  }

  std::optional<std::string> transfer_hot(Answer& answer, const Question& question, const ZoneFace& zone) const {
    const auto now = hot(zone.serial);
    if (!now) return {};
    const auto remembered = publisher.remembers(question.serial);
    const bool known = question.type == Type::ixfr && remembered.ok() && *remembered;
    const auto before = known ? hot(question.serial) : std::nullopt;
    bool going = answer.soa(zone.serial);
    const auto put = [&](const std::vector<PolicyEntry>& entries) {
      for (const PolicyEntry& p : entries) going = going && answer.entry(p.entry, p.pass);
    };
    if (!before) {
      going = going && answer.ns();
      put(*now);
    } else {
      std::vector<PolicyEntry> gone, come;
      std::set_difference(before->begin(), before->end(), now->begin(), now->end(), std::back_inserter(gone));
      std::set_difference(now->begin(), now->end(), before->begin(), before->end(), std::back_inserter(come));
      going = going && answer.soa(question.serial);
      put(gone);
      going = going && answer.soa(zone.serial);
      put(come);
    }
    if (!(going && answer.soa(zone.serial) && answer.send())) return {};
    return before ? "IXFR" : "AXFR";
  }

  void transfer(Socket& to, const Asked& of, const ZoneFace& zone) const {
    const Question& question = of.question;
    Answer answer(*this, to, of, zone);
    std::string how = "AXFR";
    bool sent = false;
    if (question.type == Type::ixfr && question.serial >= zone.serial) {
      how = "current";
      sent = answer.soa(zone.serial) && answer.send();
    } else if (of.part == Part::hot) {
      const auto done = transfer_hot(answer, question, zone);
      sent = done.has_value();
      how = done.value_or("");
    } else {
      std::optional<ZoneDifference> difference;
      if (question.type == Type::ixfr && question.serial > 0) {
        auto found = publisher.difference(question.serial, zone.serial, kDifferenceMax);
        if (found.ok()) difference = std::move(*found);
      }
      if (difference) how = "IXFR";
      sent = difference ? changes(answer, zone, of.part, question.serial, *difference) : whole(answer, zone, of.part);
    }
    if (sent) (void)secondaries.fetched(of.secondary.id, zone.serial, how, answer.records());
  }

  // False: the connection ends.
  bool answer_message(Socket& to, const Peer& peer, const std::string& bytes) const {
    const auto send = [&](const std::string& message) { return intake::send_message(to.fd(), message); };
    std::string refusal;
    const auto of = asked(bytes, peer, refusal);
    if (!of) return !refusal.empty() && send(refusal) && false;
    const auto zone = face(of->part);
    if (!zone) return send(answer_without_zone(bytes, Rcode::servfail)) && false;
    switch (of->question.type) {
      case Type::soa:
        return send(soa_alone(*of, *zone));
      case Type::axfr:
      case Type::ixfr:
        transfer(to, *of, *zone);
        return true;
      default:
        return send(answer_without_zone(bytes, Rcode::refused));
    }
  }

  void serve(Socket& from) const {
    const Peer peer = from.peer();
    std::string message;
    while (!stop && intake::receive_message(from.fd(), message) && answer_message(from, peer, message)) {
    }
  }

  void accept_one() {
    auto taken = tcp.accept(kSilence);
    if (!taken) return;
    sweep();
    if (serving.size() >= static_cast<std::size_t>(kConnectionsMax)) return;
    auto one = std::make_unique<Serving>();
    one->socket = std::move(*taken);
    Serving& here = *one;
    here.thread = std::thread([this, &here] {
      serve(here.socket);
      here.socket.shut();
      here.over = true;
    });
    serving.push_back(std::move(one));
  }

  // Threads that ended are joined. Only the listener's thread comes here.
  void sweep() {
    std::erase_if(serving, [](const std::unique_ptr<Serving>& one) {
      if (!one->over) return false;
      one->thread.join();
      return true;
    });
  }

  void listen() {
    pollfd both[2] = {{udp.fd(), POLLIN, 0}, {tcp.fd(), POLLIN, 0}};
    while (!stop) {
      if (::poll(both, 2, kPollMs) <= 0) continue;
      if (both[0].revents & POLLIN) answer_datagram();
      if (both[1].revents & POLLIN) accept_one();
    }
  }

  void tell(std::int64_t serial, bool base) const {
    const auto all = secondaries.active();
    if (!all.ok()) return;
    for (const Secondary& each : *all) {
      if (stop || each.address.empty()) continue;
      const auto key = each.is_signed ? secondaries.key(each) : std::nullopt;
      if (each.is_signed && !key) continue;
      // Which of them it fetches is its own configuration: to the others it says that they are not its own.
      for (const Part part : kParts)
        if (part != Part::base || base) tell_one(each, key, origins[static_cast<std::size_t>(part)], serial);
    }
  }

  void tell_one(const Secondary& each, const std::optional<intake::TsigKey>& key, const std::string& origin,
                std::int64_t serial) const {
    const ZoneFace zone{origin, serial, 0};
    const auto id = static_cast<std::uint16_t>(serial & 0xffff);
    Message message(id, kNotifying, zone, Type::soa);
    message.soa(serial);
    const std::string bytes = Signer(key, "").sign(message.take(), clock.now());
    for (int i = 0; i < kNotifyTries && !stop; ++i)
      if (ask_once(each.address, each.port, bytes)) break;
  }

  void tell_all() {
    std::unique_lock lock(mutex);
    while (!stop) {
      waits.wait_for(lock, std::chrono::milliseconds(kPollMs), [&] { return stop || to_tell != 0; });
      if (stop || to_tell == 0) continue;
      const std::int64_t serial = std::exchange(to_tell, 0);
      const bool base = std::exchange(to_tell_base, false);
      lock.unlock();
      tell(serial, base);
      lock.lock();
    }
  }
};

Primary::Primary() = default;

Result<std::unique_ptr<Primary>> Primary::start(PrimaryOptions options, const Publisher& publisher,
                                                const Secondaries& secondaries, const Clock& clock) {
  std::unique_ptr<Primary> made(new Primary);
  made->inside_ = std::make_unique<Inside>(std::move(options), publisher, secondaries, clock);
  Inside& in = *made->inside_;
  in.port = in.options.port;
  MUSTER_TRY(in.tcp, listen_tcp(in.options.address, in.port));
  MUSTER_TRY(in.udp, listen_udp(in.options.address, in.port));
  in.listener = std::thread([&in] { in.listen(); });
  in.notifier = std::thread([&in] { in.tell_all(); });
  return made;
}

Primary::~Primary() {
  if (!inside_) return;
  Inside& in = *inside_;
  in.stop = true;
  in.waits.notify_all();
  if (in.listener.joinable()) in.listener.join();
  if (in.notifier.joinable()) in.notifier.join();
  for (auto& one : in.serving) {
    one->socket.shut();
    one->thread.join();
  }
}

std::uint16_t Primary::port() const {
  return inside_->port;
}

void Primary::notify(std::int64_t serial, bool base) {
  const std::lock_guard lock(inside_->mutex);
  inside_->to_tell = serial;
  inside_->to_tell_base = inside_->to_tell_base || base;
  inside_->waits.notify_all();
}

}  // namespace muster::zones
