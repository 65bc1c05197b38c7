// Where notifications arrive: one server by TLS on this machine, a path for each case.
import { AfterAll, BeforeAll } from '@cucumber/cucumber'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'

const { SINK_KEY, SINK_CERT } = process.env
const received = new Map()  // by path
let server

BeforeAll(async () => {
  server = createServer({ key: readFileSync(SINK_KEY), cert: readFileSync(SINK_CERT) }, (request, response) => {
    let text = ''
    request.on('data', (piece) => { text += piece })
    request.on('end', () => {
      const some = received.get(request.url) ?? []
      received.set(request.url, [...some, { headers: request.headers, event: JSON.parse(text) }])
      response.writeHead(204).end()
    })
  })
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready))
})
AfterAll(() => server.close())

export const sink_of = (id) => `https://127.0.0.1:${server.address().port}/${id}`
// The first notification of this kind at that sink, when it has come.
export async function notification(id, kind) {
  for (const until = Date.now() + 30_000; Date.now() < until;) {
    const found = (received.get(`/${id}`) ?? []).find(({ event }) => event.type.endsWith(`.${kind}`))
    if (found) return found
    await new Promise((soon) => setTimeout(soon, 100))
  }
  throw new Error(`no notification of ${kind} came; there came ${(received.get(`/${id}`) ?? []).map(({ event }) => event.type)}`)
}
