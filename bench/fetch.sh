# Pages fetched from one local server, whose ceiling wrk finds, beside curl --parallel, and wget2 and Scrapy where they are
# installed; part of script/bench. The server has one core, the client the other.

fetch() {
  script/bootstrap --bench >/dev/null  # wget2, wrk and Scrapy
  echo "fetch: 20,000 pages of 16.8 kB on loopback" >&2
  cmake --build --preset release --target testing_bench fetch_server >>build/release/bench-build.log 2>&1 || { tail -30 build/release/bench-build.log >&2; exit 4; }
  local pages=20000 endpoint server
  # 16.6 kB of prose: a document without its markup, or as much of any.
  { find /usr/share/doc -name '*.html' -size +40k 2>/dev/null || true; } | LC_ALL=C sort >"$work/documents"
  sed 's/<[^>]*>//g' "$(sed -n 1p "$work/documents")" >"$work/prose.txt"
  head -c 16600 "$work/prose.txt" >"$work/prose-cut.txt"
  { echo '<!DOCTYPE html><html lang="en"><head><title>A page</title></head><body>'; iconv -c -t utf-8 "$work/prose-cut.txt" || true; echo '</body></html>'; } >"$work/page.html"
  mkfifo "$work/fetch-in"
  taskset -c 0 "$tools/fetch_server" "$work/page.html" <"$work/fetch-in" >"$work/fetch-endpoint" & server=$!
  exec 7>"$work/fetch-in"
  until [ -s "$work/fetch-endpoint" ]; do sleep 0.05; done
  endpoint=$(cat "$work/fetch-endpoint")
  for i in $(seq "$pages"); do printf 'url = "http://%s/%d"\noutput = /dev/null\n' "$endpoint" "$i"; done >"$work/curl.conf"
  seq -f "http://$endpoint/%.0f" "$pages" >"$work/urls"
  curl_pages() { taskset -c 1 curl --silent --parallel --parallel-max 64 --config "$work/curl.conf"; }
  export -f curl_pages; export work
  prepare='' measure "curl --parallel" bash -c curl_pages
  local ceiling; ceiling=$(taskset -c 1 wrk -t1 -c64 -d5s "http://$endpoint/" | awk '/^Requests\/sec/ {printf "%d", $2}')
  command -v wget2 >/dev/null && prepare='' measure "wget2" taskset -c 1 wget2 -q --max-threads=16 -O /dev/null -i "$work/urls"
  if command -v scrapy >/dev/null; then
    cat >"$work/spider.py" <<'PY'
import scrapy
class Pages(scrapy.Spider):
    name = "pages"
    custom_settings = {"LOG_LEVEL": "ERROR", "CONCURRENT_REQUESTS": 64, "CONCURRENT_REQUESTS_PER_DOMAIN": 64, "ROBOTSTXT_OBEY": False}
    def start_requests(self):
        for url in open(self.urls): yield scrapy.Request(url.strip())
    def parse(self, response): response.css("a::attr(href)").getall()
PY
    head -2000 "$work/urls" >"$work/urls-scrapy"
    prepare='' measure "Scrapy" taskset -c 1 scrapy runspider -a urls="$work/urls-scrapy" "$work/spider.py"
  fi
  MUSTER_BENCH_ENDPOINT=$endpoint taskset -c 1 build/release/src/sites/testing_bench --benchmark_format=json --benchmark_repetitions="$runs" \
    --benchmark_report_aggregates_only=true >"$work/fetch.json" 2>"$work/err" || { tail -5 "$work/err" >&2; exit 4; }
  exec 7>&-
  wait "$server"
  echo
  echo "### Fetch ($(date +%F), one core for the client, one for the server; pages of $(stat -c %s "$work/page.html") bytes)"
  echo; echo "What the server gives at most, by wrk (64 connections, nothing read): $ceiling pages/s."
  echo; echo "| what | pages/s | to curl --parallel | CPU, µs a page | to curl --parallel |"; echo "|---|---|---|---|---|"
  CURL="$(seconds "curl --parallel") $(cpu_seconds "curl --parallel")" WGET="$(seconds wget2) $(cpu_seconds wget2)" \
    SCRAPY="$(seconds Scrapy) $(cpu_seconds Scrapy)" node -e '
    const all = JSON.parse(require("fs").readFileSync(process.argv[1])).benchmarks.filter((b) => !b.aggregate_name || b.aggregate_name === "median");
    const peer = (text, pages) => { const [wall, cpu] = text.trim().split(" ").map(Number); return { rate: pages / wall, cpu: cpu / pages * 1e6 }; };
    const curl = peer(process.env.CURL, 20000);
    const row = (name, of) => console.log(`| ${name} | ${Math.round(of.rate)} | ${(of.rate / curl.rate).toFixed(2)}× | ${of.cpu.toFixed(0)} | ${(curl.cpu / of.cpu).toFixed(2)}× |`);
    row("`curl --parallel`, nothing done to the page", curl);
    if (process.env.WGET.trim()) row("`wget2`", peer(process.env.WGET, 20000));
    if (process.env.SCRAPY.trim()) row("Scrapy, links parsed (with its start, 2,000 pages)", peer(process.env.SCRAPY, 2000));
    const names = { Bare: "**Muster, bare: bytes and heads kept, redirects followed**", Read: "**Muster, pages read: text, links, what leads on**",
      Whole: "**Muster, all on: robots.txt of each host, turns, WARC with gzip, text scored, fingerprint**" };
    for (const b of all) {
      const pages = b.items_per_second * b.real_time / 1e3;
      row(names[b.run_name.split("/")[0]] ?? b.run_name, { rate: b.items_per_second, cpu: b.cpu_time * 1e3 / pages });
    }' "$work/fetch.json"
}
