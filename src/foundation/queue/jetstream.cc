// The queue in NATS JetStream: a stream with work-queue retention and one durable pull consumer; what is set aside goes
// to a stream beside it. Acknowledgements are the protocol's own (docs.nats.io, "JetStream wire API"): a request with
// +ACK to the message's reply subject is answered once the message is gone for good.
#include "queue_rules.h"
#include <base/freed.h>
#include <base/text.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <mutex>

#include <fmt/format.h>
#include <nats/nats.h>

namespace muster::queue {
namespace {

constexpr std::int64_t kAnswerMs = 5'000;  // how long a server may take to answer
constexpr std::int64_t kTakenMax = 50'000;
constexpr jsErrCode kStreamFull = JSStreamStoreFailedErr;

using NatsOptions = std::unique_ptr<natsOptions, Freed<natsOptions_Destroy>>;
using Connection = std::unique_ptr<natsConnection, Freed<natsConnection_Destroy>>;
using Context = std::unique_ptr<jsCtx, Freed<jsCtx_Destroy>>;
using Message = std::unique_ptr<natsMsg, Freed<natsMsg_Destroy>>;
using Subscription = std::unique_ptr<natsSubscription, Freed<natsSubscription_Destroy>>;
using StreamInfo = std::unique_ptr<jsStreamInfo, Freed<jsStreamInfo_Destroy>>;
using ConsumerInfo = std::unique_ptr<jsConsumerInfo, Freed<jsConsumerInfo_Destroy>>;
using MetaData = std::unique_ptr<jsMsgMetaData, Freed<jsMsgMetaData_Destroy>>;

// Calls `make(&pointer)` and keeps what it made.
template <class Owned, class F>
natsStatus made(Owned& out, F&& make) {
  typename Owned::pointer raw = nullptr;
  const natsStatus status = make(&raw);
  out.reset(raw);
  return status;
}

Error away(natsStatus status) {
  return unavailable("queue_unavailable",
                     fmt::format("The work queue does not answer ({}). Is NATS running?", natsStatus_GetText(status)));
}

std::string header(natsMsg* message, const char* name) {
  const char* value = nullptr;
  return natsMsgHeader_Get(message, name, &value) == NATS_OK && value ? value : "";
}
std::string data_of(natsMsg* message) {
  return std::string(natsMsg_GetData(message), static_cast<std::size_t>(natsMsg_GetDataLength(message)));
}
std::int64_t number_of(const std::string& text) {
  std::int64_t out = 0;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}
// A header field is one line.
std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n'; }, ' ');
  return text;
}

class JetStream : public Queue {
 public:
  explicit JetStream(Options options)
      : options_(std::move(options)),
        subject_("muster." + options_.name),
        aside_subject_("muster.aside." + options_.name),
        stream_("MUSTER_" + upper(options_.name)),
        aside_stream_("MUSTER_ASIDE_" + upper(options_.name)) {}

  Result<void> open(const JetStreamOptions& where) {
    MUSTER_CHECK_OK(connect(where));
    MUSTER_CHECK_OK(add_stream(stream_, subject_, js_WorkQueuePolicy, options_.waiting_max));
    MUSTER_CHECK_OK(add_stream(aside_stream_, aside_subject_, js_LimitsPolicy, options_.waiting_max));
    return subscribe();
  }

  Duration lease() const override { return options_.lease; }

  Result<void> put(std::span<const Item> items) override {
    MUSTER_CHECK_OK(check(items));
    const std::lock_guard lock(putting_);
    refused_ = 0;
    full_ = false;
    for (const Item& item : items) {
      natsMsg* message = nullptr;
      natsStatus status =
          natsMsg_Create(&message, subject_.c_str(), nullptr, item.body.data(), static_cast<int>(item.body.size()));
      if (status == NATS_OK) status = natsMsgHeader_Set(message, "Muster-Id", item.id.c_str());
      if (status == NATS_OK) status = natsMsgHeader_Set(message, "Nats-Msg-Id", item.id.c_str());
      if (status == NATS_OK) status = js_PublishMsgAsync(context_.get(), &message, nullptr);
      if (message) natsMsg_Destroy(message);
      if (status != NATS_OK) return away(status);
    }
    jsPubOptions wait;
    jsPubOptions_Init(&wait);
    wait.MaxWait = kAnswerMs;
    if (const auto status = js_PublishAsyncComplete(context_.get(), &wait); status != NATS_OK) {
      natsMsgList pending;
      if (js_PublishAsyncGetPendingList(&pending, context_.get()) == NATS_OK) natsMsgList_Destroy(&pending);
      return away(status);
    }
    if (full_) return unavailable("queue_full", "As much work waits as the queue may hold; try again later.");
    if (refused_ > 0) return away(NATS_ERR);
    return {};
  }

  Result<std::vector<Taken>> take(int most, Duration wait) override {
    const std::lock_guard lock(taking_);
    jsFetchRequest request;
    jsFetchRequest_Init(&request);
    request.Batch = std::clamp(most, 1, static_cast<int>(kTakeMax));
    // The least time in which an answer comes; the server's own "no wait" waits for `Expires` where it is given.
    request.Expires = std::max<std::int64_t>(wait.count(), 20'000) * 1000;  // ns
    natsMsgList list{};
    const auto status = natsSubscription_FetchRequest(&list, subscription_.get(), &request);
    if (status != NATS_OK && status != NATS_TIMEOUT && status != NATS_NOT_FOUND) {
      // A consumer whose server went away: bound anew with the next call.
      (void)subscribe();
      return away(status);
    }
    std::vector<Taken> out;
    std::vector<Taken> hopeless;
    for (int i = 0; i < list.Count; ++i) {
      natsMsg* message = list.Msgs[i];
      MetaData about;
      if (made(about, [&](auto** p) { return natsMsg_GetMetaData(p, message); }) != NATS_OK) continue;
      Taken one{header(message, "Muster-Id"), data_of(message), static_cast<std::int64_t>(about->NumDelivered),
                natsMsg_GetReply(message)};
      (one.attempt > options_.attempts_max ? hopeless : out).push_back(std::move(one));
    }
    natsMsgList_Destroy(&list);
    for (Taken& one : hopeless) {
      --one.attempt;  // nobody worked at it this time
      MUSTER_CHECK_OK(set_aside(one, internal_error(kGaveUp, kGaveUpSentence)));
    }
    return out;
  }

  Result<void> done(const Taken& item) override { return acknowledge(item, "+ACK"); }

  Result<void> extend(const Taken& item) override { return tell(item, "+WPI"); }
  Result<void> again(const Taken& item, Duration after) override {
    return tell(item, fmt::format(R"(-NAK {{"delay":{}}})", std::max<std::int64_t>(after.count(), 1) * 1000));
  }

  // First beside, then gone: a crash in between repeats it, and the aside stream keeps one of the two.
  Result<void> set_aside(const Taken& item, const Error& why) override {
    natsMsg* raw = nullptr;
    natsStatus status =
        natsMsg_Create(&raw, aside_subject_.c_str(), nullptr, item.body.data(), static_cast<int>(item.body.size()));
    const Message message(raw);
    const auto set = [&](const char* name, const std::string& value) {
      if (status == NATS_OK) status = natsMsgHeader_Set(message.get(), name, one_line(value).c_str());
    };
    set("Muster-Id", item.id);
    set("Muster-Code", why.code);
    set("Muster-Sentence", why.sentence);
    set("Muster-Attempts", std::to_string(item.attempt));
    set("Nats-Msg-Id", item.id + "/" + std::to_string(item.attempt));
    if (status == NATS_OK) status = js_PublishMsg(nullptr, context_.get(), message.get(), nullptr, nullptr);
    if (status != NATS_OK) return away(status);
    return acknowledge(item, "+TERM");
  }

  Result<Counts> counts() override {
    Counts out;
    MUSTER_TRY(const std::int64_t all, messages(stream_));
    MUSTER_TRY(out.aside, messages(aside_stream_));
    ConsumerInfo consumer;
    const auto status = made(consumer, [&](auto** p) {
      return js_GetConsumerInfo(p, context_.get(), stream_.c_str(), kConsumer, nullptr, nullptr);
    });
    if (status != NATS_OK) return away(status);
    out.taken = consumer->NumAckPending;
    out.waiting = static_cast<std::int64_t>(consumer->NumPending);
    // nats-server 2.9 may keep messages that are done with when a stream's leader is lost: the consumer knows better.
    if (all > out.waiting + out.taken) forget_below(consumer->AckFloor.Stream);
    return out;
  }

  Result<std::vector<Aside>> aside(const std::string& after, int limit) override {
    StreamInfo info;
    const auto status = made(
        info, [&](auto** p) { return js_GetStreamInfo(p, context_.get(), aside_stream_.c_str(), nullptr, nullptr); });
    if (status != NATS_OK) return away(status);
    std::vector<Aside> out;
    std::uint64_t at = std::max<std::uint64_t>(info->State.FirstSeq, static_cast<std::uint64_t>(number_of(after)) + 1);
    for (; at <= info->State.LastSeq && static_cast<int>(out.size()) < limit; ++at) {
      MUSTER_TRY(const auto message, aside_message(at));
      if (!message) continue;  // somebody decided on it
      out.push_back({std::to_string(at), header(message.get(), "Muster-Id"), data_of(message.get()),
                     header(message.get(), "Muster-Code"), header(message.get(), "Muster-Sentence"),
                     number_of(header(message.get(), "Muster-Attempts")),
                     Instant{natsMsg_GetTime(message.get()) / 1000}});
    }
    return out;
  }

  Result<void> retry(const std::string& key) override {
    MUSTER_TRY(const auto message, aside_message(static_cast<std::uint64_t>(number_of(key))));
    if (!message) return unknown();
    const std::string id = header(message.get(), "Muster-Id"), body = data_of(message.get());
    natsMsg* raw = nullptr;
    natsStatus status = natsMsg_Create(&raw, subject_.c_str(), nullptr, body.data(), static_cast<int>(body.size()));
    const Message again(raw);
    if (status == NATS_OK) status = natsMsgHeader_Set(again.get(), "Muster-Id", id.c_str());
    // Its own name was seen already; under this one, pressing twice puts it once.
    if (status == NATS_OK) status = natsMsgHeader_Set(again.get(), "Nats-Msg-Id", (id + "/again/" + key).c_str());
    if (status == NATS_OK) status = js_PublishMsg(nullptr, context_.get(), again.get(), nullptr, nullptr);
    if (status != NATS_OK) return away(status);
    return drop(key);
  }

  Result<void> drop(const std::string& key) override {
    const auto at = static_cast<std::uint64_t>(number_of(key));
    if (at == 0) return unknown();
    jsErrCode code{};
    const auto status = js_DeleteMsg(context_.get(), aside_stream_.c_str(), at, nullptr, &code);
    if (status == NATS_OK) return {};
    if (code == JSSequenceNotFoundErr || code == JSNoMessageFoundErr || code == JSStreamMsgDeleteFailed)
      return unknown();
    return away(status);
  }

 private:
  static constexpr const char* kConsumer = "workers";

  static std::string upper(std::string text) {
    for (char& c : text)
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    return text;
  }
  static Error unknown() { return not_found("queue_aside_unknown", "Nothing of this key was set aside."); }

  Result<void> connect(const JetStreamOptions& where) {
    std::vector<std::string> servers;
    for (const auto part : split(where.servers, ','))
      if (!trim(part).empty()) servers.emplace_back(trim(part));
    if (servers.empty() || servers.size() > 32)
      return invalid("queue_servers", "Name one to 32 NATS servers, as nats://host:port with commas between.");
    std::vector<const char*> names;
    for (const std::string& server : servers) names.push_back(server.c_str());
    replicas_ = where.replicas > 0 ? where.replicas : servers.size() >= 3 ? 3 : 1;

    NatsOptions options;
    natsStatus status = made(options, [](auto** p) { return natsOptions_Create(p); });
    const auto set = [&](natsStatus next) {
      if (status == NATS_OK) status = next;
    };
    if (status == NATS_OK) {
      set(natsOptions_SetServers(options.get(), names.data(), static_cast<int>(names.size())));
      set(natsOptions_SetMaxReconnect(options.get(), -1));
      set(natsOptions_SetReconnectWait(options.get(), 250));
      set(natsOptions_SetTimeout(options.get(), kAnswerMs));
      set(natsOptions_SetPingInterval(options.get(), 10'000));
      set(natsOptions_SetMaxPingsOut(options.get(), 2));
      if (!where.credentials_file.empty())
        set(natsOptions_SetUserCredentialsFromFiles(options.get(), where.credentials_file.c_str(), nullptr));
      if (servers[0].starts_with("tls://")) set(natsOptions_SetSecure(options.get(), true));
      if (!where.ca_file.empty()) set(natsOptions_LoadCATrustedCertificates(options.get(), where.ca_file.c_str()));
    }
    // What is wrong with the address is said without it: it may hold a password.
    if (status != NATS_OK)
      return invalid("queue_servers", fmt::format("The NATS servers' addresses or files can't be used: {}.",
                                                  natsStatus_GetText(status)));
    status = made(connection_, [&](auto** p) { return natsConnection_Connect(p, options.get()); });
    if (status != NATS_OK) return away(status);
    jsOptions js;
    jsOptions_Init(&js);
    js.Wait = kAnswerMs;
    js.PublishAsync.ErrHandler = &JetStream::refused;
    js.PublishAsync.ErrHandlerClosure = this;
    status = made(context_, [&](auto** p) { return natsConnection_JetStream(p, connection_.get(), &js); });
    if (status != NATS_OK) return away(status);
    return {};
  }

  static void refused(jsCtx*, jsPubAckErr* error, void* self) {
    auto& queue = *static_cast<JetStream*>(self);
    if (error->ErrCode == kStreamFull) queue.full_ = true;
    ++queue.refused_;
  }

  Result<void> add_stream(const std::string& name, const std::string& subject, jsRetentionPolicy retention,
                          std::int64_t most) {
    const char* subjects[] = {subject.c_str()};
    jsStreamConfig config;
    jsStreamConfig_Init(&config);
    config.Name = name.c_str();
    config.Subjects = subjects;
    config.SubjectsLen = 1;
    config.Retention = retention;
    config.Storage = js_FileStorage;
    config.Discard = js_DiscardNew;
    config.MaxMsgs = most;
    config.Replicas = replicas_;
    config.Duplicates = options_.remembered.count() * 1000;
    // Most workers find it as they would make it; a cluster needs a round of votes for each change.
    StreamInfo there;
    const auto looked =
        made(there, [&](auto** p) { return js_GetStreamInfo(p, context_.get(), name.c_str(), nullptr, nullptr); });
    if (looked == NATS_OK && there->Config->MaxMsgs == config.MaxMsgs && there->Config->Replicas == config.Replicas &&
        there->Config->Duplicates == config.Duplicates && there->Config->Retention == config.Retention)
      return {};
    jsErrCode code{};
    natsStatus status = js_AddStream(nullptr, context_.get(), &config, nullptr, &code);
    // Made by another worker, with other limits: the newest word counts.
    if (code == JSStreamNameExistErr) status = js_UpdateStream(nullptr, context_.get(), &config, nullptr, &code);
    if (status == NATS_OK) return {};
    if (code != 0 && code != JSClusterNotAvailErr && code != JSClusterNoPeersErr && code != JSInsufficientResourcesErr)
      return conflict("queue_stream", fmt::format("NATS refuses the stream {}: {}.", name, nats_GetLastError(nullptr)));
    return away(status);
  }

  Result<void> subscribe() {
    jsSubOptions options;
    jsSubOptions_Init(&options);
    options.Stream = stream_.c_str();
    options.Config.AckPolicy = js_AckExplicit;
    options.Config.AckWait = options_.lease.count() * 1000;
    options.Config.MaxAckPending = kTakenMax;
    options.Config.MaxDeliver = -1;  // counted here, so that what nobody can do is kept
    jsErrCode code{};
    const auto status = made(subscription_, [&](auto** p) {
      return js_PullSubscribe(p, context_.get(), subject_.c_str(), kConsumer, nullptr, &options, &code);
    });
    if (status == NATS_OK) return {};
    return away(status);
  }

  // All up to `floor` was acknowledged. What fails is tried with the next counts.
  void forget_below(std::uint64_t floor) {
    jsOptions options;
    jsOptions_Init(&options);
    options.Stream.Purge.Sequence = floor + 1;
    (void)js_PurgeStream(context_.get(), stream_.c_str(), &options, nullptr);
  }

  Result<std::int64_t> messages(const std::string& stream) {
    StreamInfo info;
    const auto status =
        made(info, [&](auto** p) { return js_GetStreamInfo(p, context_.get(), stream.c_str(), nullptr, nullptr); });
    if (status != NATS_OK) return away(status);
    return static_cast<std::int64_t>(info->State.Msgs);
  }

  // Nothing where it was dropped.
  Result<Message> aside_message(std::uint64_t at) {
    Message message;
    jsErrCode code{};
    const auto status = made(
        message, [&](auto** p) { return js_GetMsg(p, context_.get(), aside_stream_.c_str(), at, nullptr, &code); });
    if (status != NATS_OK && code != JSNoMessageFoundErr && status != NATS_NOT_FOUND) return away(status);
    return message;
  }

  Result<void> tell(const Taken& item, const std::string& word) {
    const auto status =
        natsConnection_Publish(connection_.get(), item.lease.c_str(), word.data(), static_cast<int>(word.size()));
    if (status != NATS_OK) return away(status);
    return {};
  }
  // Waits until the server has it on disk.
  Result<void> acknowledge(const Taken& item, const std::string& word) {
    Message answer;
    const auto status = made(answer, [&](auto** p) {
      return natsConnection_Request(p, connection_.get(), item.lease.c_str(), word.data(),
                                    static_cast<int>(word.size()), kAnswerMs);
    });
    if (status != NATS_OK) return away(status);
    return {};
  }

  const Options options_;
  const std::string subject_, aside_subject_, stream_, aside_stream_;
  int replicas_ = 1;
  std::mutex putting_, taking_;
  std::atomic<std::int64_t> refused_{0};
  std::atomic<bool> full_{false};
  Connection connection_;
  Context context_;
  Subscription subscription_;
};

}  // namespace

Result<std::unique_ptr<Queue>> jetstream(const JetStreamOptions& where, Options options) {
  MUSTER_CHECK_OK(check(options));
  auto queue = std::make_unique<JetStream>(std::move(options));
  MUSTER_CHECK_OK(queue->open(where));
  return std::unique_ptr<Queue>(std::move(queue));
}

}  // namespace muster::queue
