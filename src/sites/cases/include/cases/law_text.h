// How the law behind a decision is told to people and machines: "Act 5, article 9". Pure.
#pragma once

#include <string>
#include <string_view>

namespace muster::cases {

// Stands in a decision whose law is cited whole, in place of an article: no decision is without one.
inline constexpr std::string_view kAsCited = "as cited";

// The article where there is one of its own, else "".
inline std::string article_of(std::string_view article) {
  return article == kAsCited ? std::string() : std::string(article);
}

inline std::string law_text(std::string_view law, std::string_view article, std::string_view between = ", ") {
  std::string out(law);
  if (const std::string own = article_of(article); !own.empty()) out.append(between).append(own);
  return out;
}

}  // namespace muster::cases
