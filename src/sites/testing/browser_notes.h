// What a browser's visit means for the plain one. Pure.
#pragma once

#include <testing/browser.h>

#include <string>

namespace muster::testing {

TestBrowser browser_record(const Result<Rendered>& rendered);
// Where scripts led on to another host, that is a hop, and the page stands there.
void follow_browser(Visit& visit, const Rendered& rendered);
// A document with the pictures inside of it taken out.
std::string without_inline(std::string_view dom);

}  // namespace muster::testing
