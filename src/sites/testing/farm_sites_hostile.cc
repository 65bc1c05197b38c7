// What each of the farm's hostile sites does, and how a visit has to end.
#include "farm_pages.h"

namespace muster::testing {

std::vector<FarmSite> hostile_sites() {
  return {
      {"self.example", "hostile", "Redirects to itself for ever", false, "redirect_loop"},
      {"ring-a.example", "hostile", "Redirects in a circle of two", false, "redirect_loop"},
      {"ring-b.example", "hostile", "The other half of the circle", false, "redirect_loop"},
      {"many.example", "hostile", "Redirects to ever new addresses", false, "redirects_too_many"},
      {"frame-ring.example", "hostile", "A frame that fills the page and shows the same again", false, ""},
      {"script-ring.example", "hostile", "A script that leads to the same page again", false, ""},
      {"to-file.example", "hostile", "Redirects to file:///etc/passwd", false, "scheme_refused"},
      {"to-ssh.example", "hostile", "Redirects to 127.0.0.1:22", false, "port_refused"},
      {"to-loopback.example", "hostile", "Redirects to a web port on loopback", false, "address_refused"},
      {"to-loopback6.example", "hostile", "Redirects to [::1]", false, "address_refused"},
      {"to-metadata.example", "hostile", "Redirects to 169.254.169.254", false, "address_refused"},
      {"to-private.example", "hostile", "Redirects to 10.0.0.1 by meta refresh", false, "address_refused"},
      {"to-mapped.example", "hostile", "Redirects to [::ffff:127.0.0.1]", false, "address_refused"},
      {"endless.example", "hostile", "A page that never ends", false, "", "cut_time"},
      {"silent.example", "hostile", "Accepts and never answers", false, "timeout"},
      {"slow-line.example", "hostile", "A status line, one letter a moment", false, "timeout"},
      {"slow-head.example", "hostile", "Header fields that never end, one a moment", false, "timeout"},
      {"slow-body.example", "hostile", "A body, one byte a moment", false, "", "cut_time"},
      {"bomb.example", "hostile", "A gzip bomb", false, "", "decompression_bomb"},
      {"nested-bomb.example", "hostile", "A gzip bomb in gzip", false, "", "decompression_bomb"},
      {"fat-head.example", "hostile", "100 MB of header fields", false, "headers_too_large"},
      {"many-fields.example", "hostile", "100,000 header fields", false, "headers_too_large"},
      {"long-line.example", "hostile", "One header line without an end", false, "headers_too_large"},
      {"interim-flood.example", "hostile", "Interim answers (103) without an end", false, "headers_too_large"},
      {"fat-body.example", "hostile", "A body of 1 GB", false, "", "cut_length"},
      {"cut-off.example", "hostile", "Closes the connection inside of the body", false, "", "cut_disconnect"},
      {"garbage.example", "hostile", "Answers with no HTTP at all", false, "not_http"},
      {"bad-gzip.example", "hostile", "Says gzip and sends something else", false, "", "encoding_invalid"},
      {"length-and-chunked.example", "hostile", "Content-Length and Transfer-Encoding", false, "", "odd_framing"},
      {"lengths-differ.example", "hostile", "Two lengths that differ", false, "framing_ambiguous"},
      {"lengths-listed.example", "hostile", "Two lengths in one field", false, "framing_ambiguous"},
      {"lengths-repeat.example", "hostile", "The same length twice", false, "", "odd_framing"},
      {"length-signed.example", "hostile", "A length with a sign", false, "framing_ambiguous"},
      {"length-huge.example", "hostile", "A length beyond 64 bits", false, "framing_ambiguous"},
      {"coding-unknown.example", "hostile", "A transfer coding that doesn't exist", false, "framing_ambiguous"},
      {"coding-twice.example", "hostile", "Chunked, said twice", false, "", "odd_framing"},
      {"huge-chunk.example", "hostile", "A chunk of more than 64 bits", false, "", "cut_disconnect"},
      {"bare-lf.example", "hostile", "Lines that end with LF alone", false, "", "odd_framing"},
      {"obs-fold.example", "hostile", "A folded header field", false, "", "odd_framing"},
      {"space-colon.example", "hostile", "White space before a colon", false, "", "odd_framing"},
      {"nul.example", "hostile", "A NUL in a header field", false, "not_http"},
      {"bad-charset.example", "hostile", "A charset that doesn't exist, and bytes of no charset", false, ""},
      {"bad-utf8.example", "hostile", "UTF-8 that isn't", false, ""},
      {"many-frames.example", "hostile", "10,000 frames that fill the page", false, ""},
  };
}

std::vector<FarmSite> leading_sites() {
  return {
      {"frame.example", "redirect", "A frame that fills the page", true, ""},
      {"frameset.example", "redirect", "A frameset with one frame", true, ""},
      {"script.example", "redirect", "A script that leads on after a moment", true, ""},
      {"refresh-header.example", "redirect", "The header field Refresh", true, ""},
      {"short.example", "redirect", "A short link to a planted page", true, ""},
  };
}

}  // namespace muster::testing
