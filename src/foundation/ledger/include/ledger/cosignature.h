// Cosignatures by witnesses (C2SP tlog-cosignature, cosignature/v1): a witness states that at a time it saw the tree of
// a checkpoint and that it was consistent with every earlier one that it cosigned.
#pragma once

#include <base/time.h>
#include <ledger/note.h>

#include <optional>

namespace muster::ledger {

// `text` is the checkpoint's note text. Key of Algorithm::cosignature_v1.
NoteSignature cosign(const std::string& text, Instant at, const SigningKey& key);
// The time stated, when the signature is this key's and right.
std::optional<Instant> verify_cosignature(const std::string& text, const NoteSignature& signature,
                                          const VerifierKey& key);

}  // namespace muster::ledger
