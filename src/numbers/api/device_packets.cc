// Packets, resumable in the spirit of tus: POST /dealer-packets announces one
// (again: the same packet, as it stands here), HEAD or GET /dealer-packets/{id}
// says in Upload-Offset where to go on, PATCH with Upload-Offset brings the
// next piece.
#include "device_handlers.h"

#include <charconv>

namespace muster::numbers_api {
namespace {

std::optional<std::int64_t> offset_in(const http::Request& request) {
  const std::string text = request.header("upload-offset");
  std::int64_t out = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (text.empty() || fault != std::errc() || end != text.data() + text.size() || out < 0) return std::nullopt;
  return out;
}

}  // namespace

http::Response packet_answer(const dealers::Packet& packet, int status) {
  return answer(packet_json(packet), status)
      .header("Upload-Offset", std::to_string(packet.held))
      .header("Upload-Length", std::to_string(packet.size))
      .header("Cache-Control", "no-store");
}

http::Response packet_announce(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto device, device_of(services, request));
  Body body(request);
  dealers::Announced announced;
  announced.device_id = device.id;
  announced.key = body.text("idempotency_key", 64);
  announced.sha256 = body.text("sha256", 64);
  announced.size = body.integer("size", 1, dealers::kPacketMaxBytes);
  announced.key_id = body.text("key_id", 64);
  announced.captured_at = body.text("captured_at", 40);
  announced.corrects = body.maybe_id("corrects").value_or("");
  announced.signature = body.text("signature", 200);
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto packet, services.packets.announce(device, announced));
  return packet_answer(packet, packet.version == 1 && packet.held == 0 ? 201 : 200)
      .header("Location", "/api/dealer-packets/" + packet.id);
}

http::Response packet_append(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto device, device_of(services, request));
  const auto offset = offset_in(request);
  if (!offset)
    return http::Response::problem(
        invalid("upload_offset", "Say in Upload-Offset at which byte the piece begins.", "upload-offset"));
  MUSTER_ANSWER_TRY(const auto packet, services.packets.append(device, request.param("id"), *offset, request.body));
  return packet_answer(packet);
}

http::Response packet_show(const Services& services, const http::Request& request) {
  MUSTER_ANSWER_TRY(const auto device, device_of(services, request));
  MUSTER_ANSWER_TRY(const auto packet, services.packets.get(device, request.param("id")));
  return packet_answer(packet);
}

}  // namespace muster::numbers_api
