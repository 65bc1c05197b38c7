// POST /transfers {"giver", "receiver"}: a line is to pass on; the holder shows the giver's document, the receiver is
// captured as in a registration. The same Idempotency-Key with the same content gives the same transfer.
#include "change_handlers.h"
#include "person_handlers.h"
#include "registration_handlers.h"

namespace muster::numbers_api {

http::Response transfer_ask(const Services& services, const http::Request& request) {
  const http::Principal& who = *request.principal;
  Body body(request);
  registration::NewTransfer asked;
  Body giver = body.object("giver"), receiver = body.object("receiver");
  asked.giver = document_of(giver);
  asked.receiver = capture_of(receiver);
  if (asked.receiver.dealer_id.empty()) asked.receiver.dealer_id = who.party_id;
  MUSTER_BODY_DONE(body);
  MUSTER_ANSWER_TRY(const auto done,
                    transfers_of(services).ask(who.person_id, request.header("idempotency-key"), asked));
  auto response = transfer_answer(services, request, done.transfer, 201);
  response.header("Location", "/api/transfers/" + done.transfer.id);
  if (done.replayed) response.header("Idempotency-Replayed", "true");
  return response;
}

}  // namespace muster::numbers_api
