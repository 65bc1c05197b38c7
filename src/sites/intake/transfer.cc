#include "tcp_messages.h"
#include "transfer_session.h"
#include <intake/transfer.h>

#include <algorithm>
#include <cstring>

namespace muster::intake {
namespace {

// Gives what the session makes of the answer's messages, as text.
class TransferSource final : public Source {
 public:
  TransferSource(TcpMessages connection, TransferSession session)
      : connection_(std::move(connection)), session_(std::move(session)) {}

  Result<std::size_t> read(std::span<char> out) override {
    while (at_ == lines_.size()) {
      if (session_.ended()) return std::size_t{0};
      lines_.clear();
      at_ = 0;
      MUSTER_TRY(const std::string_view message, connection_.receive());
      MUSTER_CHECK_OK(session_.take(message, lines_));
    }
    const std::size_t count = std::min(out.size(), lines_.size() - at_);
    std::memcpy(out.data(), lines_.data() + at_, count);
    at_ += count;
    return count;
  }

 private:
  TcpMessages connection_;
  TransferSession session_;
  std::string lines_;
  std::size_t at_ = 0;
};

}  // namespace

Result<std::unique_ptr<Source>> open_transfer(const TransferTarget& target, std::optional<TsigKey> key,
                                              const Clock& clock) {
  MUSTER_TRY(auto connection, TcpMessages::connect(target.address, target.port));
  TransferSession session(target.zone, std::move(key), clock);
  MUSTER_TRY(const std::string query, session.query());
  MUSTER_CHECK_OK(connection.send(query));
  return std::unique_ptr<Source>(std::make_unique<TransferSource>(std::move(connection), std::move(session)));
}

}  // namespace muster::intake
