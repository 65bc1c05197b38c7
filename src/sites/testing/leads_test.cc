#include "leads.h"

#include <gtest/gtest.h>

namespace muster::testing {
namespace {

std::string script(std::string_view text) {
  const auto found = script_location(text);
  return found ? (found->conditional ? "if " : "") + found->reference : "";
}

TEST(ScriptLocation, PlainForms) {
  for (const char* text : {"location='/x'",
                           "location = \"/x\";",
                           "window.location='/x'",
                           "location.href='/x'",
                           "window.location.href = '/x'",
                           "document.location.href='/x'",
                           "self.location=`/x`",
                           "top.location.href='/x'",
                           "location.replace('/x')",
                           "window.location.assign( \"/x\" )",
                           "var a=1;\n// comment '\nlocation='/x'",
                           "/* location='/no' */ location='\\/x'",
                           "location='\\x2fx'",
                           "location='\\u002fx'",
                           "(function(){location='/x'})()",
                           "!function(){ location = '/x' }()",
                           "(()=>{location='/x'})()",
                           "setTimeout(function(){location='/x'},100)",
                           "setTimeout(() => { location = '/x' }, 0)",
                           "setTimeout(\"location.href='/x'\", 10)",
                           "window.onload=function(){location='/x'}",
                           "window.onload = () => {location='/x'}",
                           "$(function(){location='/x'})",
                           "$(document).ready(function(){location='/x'})",
                           "window.addEventListener('load',function(){location='/x'})",
                           "try{location='/x'}catch(e){}",
                           "var o={a:1,b:'}'};location='/x'"})
    EXPECT_EQ(script(text), "/x") << text;
}

TEST(ScriptLocation, Conditions) {
  for (const char* text :
       {"if(navigator.userAgent.match('Mobile')){location='/x'}", "if (a) location.href='/x';",
        "if(a){}else{location='/x'}", "(function(){if(a){location='/x'}})()", "switch(a){case 1:location='/x'}"})
    EXPECT_EQ(script(text), "if /x") << text;
  EXPECT_EQ(script("if(a){b()};location='/x'"), "/x") << "the condition has ended";
  EXPECT_EQ(script("if(a) b(); location='/x'"), "/x");
}

TEST(ScriptLocation, WhatDoesNotLeadAnywhere) {
  for (const char* text : {"function go(){location='/x'}",
                           "a.onclick=function(){location='/x'}",
                           "var go=function(){location='/x'}",
                           "b.addEventListener('click',function(){location='/x'})",
                           "var o={go:function(){location='/x'}}",
                           "var o={go(){location='/x'}}",
                           "go=()=>{location='/x'}",
                           "if(location=='/x'){}",
                           "if (location.href === '/x') {}",
                           "location=url",
                           "location='/x'+id",
                           "location.href='/x'.concat(y)",
                           "location=`/x${y}`",
                           "map.location='/x'",
                           "var location='/x'",
                           "mylocation='/x'",
                           "location.hash='/x'",
                           "location='#top'",
                           "'location=\"/x\"'",
                           "// location='/x'",
                           "alert(\"location='/x'\")",
                           "",
                           "location",
                           "location=",
                           "location='",
                           "{{{{{{"})
    EXPECT_EQ(script(text), "") << text;
}

TEST(ScriptLocation, NothingHurtsIt) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "{";
  EXPECT_EQ(script(deep + "location='/x'"), "");
  std::string quotes(1u << 20, '\'');
  EXPECT_EQ(script(quotes), "");
  EXPECT_EQ(script("location='" + std::string(1u << 20, 'a') + "'"), "");
  for (int c = 0; c < 256; ++c) (void)script_location("location=" + std::string(3, static_cast<char>(c)));
}

std::string lead(std::string_view html, std::string_view head = "HTTP/1.1 200 OK\r\n\r\n") {
  const auto page = content::read_page(html, "text/html");
  const auto found = lead_of(head, html, "text/html", page);
  return found ? std::string(to_text(found->kind)) + " " + found->reference : "";
}

TEST(Leads, EachKind) {
  EXPECT_EQ(lead("<meta http-equiv=refresh content='0;url=/m'>"), "meta_refresh /m");
  EXPECT_EQ(lead("<p>x", "HTTP/1.1 200 OK\r\nRefresh: 2; url=/h\r\n\r\n"), "refresh_header /h");
  EXPECT_EQ(lead("<p>x", "HTTP/1.1 200 OK\r\nRefresh: 20; url=/h\r\n\r\n"), "");
  EXPECT_EQ(lead("<script>location='/s'</script>"), "script /s");
  EXPECT_EQ(lead("<script type='text/javascript'>location='/s'</script>"), "script /s");
  EXPECT_EQ(lead("<script type='application/ld+json'>location='/s'</script>"), "");
  EXPECT_EQ(lead("<frameset rows='100%'><frame src='/f'></frameset>"), "frame /f");
  EXPECT_EQ(lead("<frameset rows='*,0'><frame src='/f'><frame src='/n'></frameset>"), "frame /f");
  EXPECT_EQ(lead("<frameset cols='0,*'><frame src='/n'><frame src='/f'></frameset>"), "frame /f");
  EXPECT_EQ(lead("<frameset cols='20%,*'><frame src='/n'><frame src='/f'></frameset>"), "") << "two to see";
  EXPECT_EQ(lead("<title>T</title><iframe src='/f' width='100%' height='100%'></iframe>"), "frame /f");
  EXPECT_EQ(lead("<iframe src='/f' style='width: 100%; height: 100vh; border: 0'></iframe>"), "frame /f");
  EXPECT_EQ(lead("<iframe src='/f' style='position:fixed;top:0;left:0;bottom:0;right:0'></iframe>"), "frame /f");
  EXPECT_EQ(lead("<iframe src='/f' width=300 height=200></iframe>"), "") << "a part of the page";
  EXPECT_EQ(lead("<p>" + std::string(300, 'x') + "</p><iframe src='/f' width='100%' height='100%'></iframe>"), "");
  EXPECT_EQ(lead("<iframe src='/a' width='100%' height='100%'></iframe><iframe src='/b' width='100%' height='100%'>"),
            "");
}

TEST(Leads, APageWithAWordOfItsOwnNeedsNoCondition) {
  const std::string script = "<script>if(mobile){location='/s'}</script>";
  EXPECT_EQ(lead(script), "script /s");
  EXPECT_EQ(lead("<p>" + std::string(600, 'x') + "</p>" + script), "");
  EXPECT_EQ(lead("<p>" + std::string(600, 'x') + "</p><script>location='/s'</script>"), "script /s");
}

TEST(Leads, TenThousandFramesLeadNowhere) {
  std::string html;
  for (int i = 0; i < 10'000; ++i) html += "<iframe src='/f' width='100%' height='100%'></iframe>";
  EXPECT_EQ(lead(html), "");
}

}  // namespace
}  // namespace muster::testing
