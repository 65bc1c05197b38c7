// What a case sends and expects.
import { Then, When } from '@cucumber/cucumber'
import assert from 'node:assert/strict'
import { at, held, seed } from './world.mjs'

const said = (text) => { try { return JSON.parse(text) } catch { return text } }

When(/^the HTTP "(\w+)" request is sent$/, function (method) { this.will_send({ method: method.toLowerCase() }) })
When(/^the (?:HTTP "POST" )?request "([^"]+)" is sent$/, function (id) { this.will_send({ id }) })

Then(/^the response (?:status )?code is "?(\d+)"?$/, function (status) {
  assert.equal(this.answer.status, Number(status), JSON.stringify(this.answer.body))
  if (this.answer.status === 429) assert.match(this.answer.headers.get('retry-after') ?? '', /^\d+$/)
})
Then(/^the response header "Content-Type" is "([^"]+)"$/, function (type) {
  assert.equal(this.answer.headers.get('content-type'), type)
})
Then(/^the response header "x-correlator" has same value as the request header "x-correlator"$/, function () {
  assert.equal(this.answer.headers.get('x-correlator'), this.headers['x-correlator'])
})
Then(/^the response body complies with the OAS schema at "([^"]+)"$/, function (schema) {
  // An answer to which the definition gives no content has none, whatever the plan says of its form.
  const { path, method } = this.answer.operation
  const defined = this.definition.text.paths[path]?.[method]?.responses[this.answer.status]
  if (defined && !defined.content && !defined.$ref) return assert.equal(this.answer.body, undefined)
  this.complies(schema, this.answer.body)
})
Then(/^(?:the value of )?(?:the )?response property "([^"]+)" (?:is equal to|is|==) (true|false|null|\d+|"[^"]*")$/, function (path, value) {
  // Of a success the plans of subscriptions mean the answer's own status, and of an ending the notification's data.
  const expected = said(value)
  if (path === '$.status' && typeof expected === 'number' && this.answer.status < 400) return assert.equal(this.answer.status, expected)
  if (path === '$.terminationReason') return assert.equal(this.notification.data.terminationReason, expected)
  assert.deepEqual(at(this.answer.body, path), expected, JSON.stringify(this.answer.body))
})
Then(/^the response property "([^"]+)" is "([^"]+)" or "([^"]+)"$/, function (path, one, another) {
  assert.ok([one, another].includes(at(this.answer.body, path)), JSON.stringify(this.answer.body))
})
Then(/^the correspondent score property, if exists, is not returned$/, function () {
  assert.equal(this.answer.body[`${this.about}MatchScore`], undefined)
})
Then(/^the response property "([^"]+)" is equal to the phone number associated with the access token$/, function (path) {
  assert.equal(at(this.answer.body, path), seed.lines.main)
})
Then(/^the response property "([^"]+)" is equal to an integer value between (\d+) and (\d+)$/, function (path, least, most) {
  const score = at(this.answer.body, path)
  assert.ok(Number.isInteger(score) && score >= Number(least) && score <= Number(most), `${score}`)
})
Then(/^the response property "([^"]+)" contains a user friendly text$/, function (path) {
  const text = at(this.answer.body, path)
  assert.ok(typeof text === 'string' && text.length > 8 && /\s/.test(text), `${text}`)
})
Then(/^the response contains the property "([^"]+)"$/, function (path) { assert.notEqual(at(this.answer.body, path), undefined) })
Then(/^(if )?the response contains property "([^"]+)"(?:,)? (?:the value|whose value) is one of (\[.*\])$/, function (maybe, path, list) {
  const value = at(this.answer.body, path)
  if (maybe && value === undefined) return
  assert.ok(JSON.parse(list).includes(value), `${value}`)
})
Then(/^if the response contains property "([^"]+)", the value is compliant with OAS schema at "([^"]+)"$/, function (path, schema) {
  const value = at(this.answer.body, path)
  if (value !== undefined) this.complies(schema, value)
})
Then(/^the response property "([^"]+)" contains a valid timestamp$/, function (path) {
  assert.match(at(this.answer.body, path), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/)
})
Then(/^the response property "([^"]+)" contains the sim's activation timestamp$/, function (path) {
  assert.equal(at(this.answer.body, path).slice(0, 10), seed.activated_day)
})
Then(/^the response optionally contains the property "([^"]+)" with the value of monitored time frame.*$/, function (path) {
  const days = at(this.answer.body, path)
  assert.ok(days === undefined || days === seed.monitored_days, `${days}`)
})
Then(/^the response body contains all the available properties defined in the schema$/, function () {
  const names = Object.keys(this.definition.text.components.schemas.KYC_FillinResponse.properties)
  assert.deepEqual(Object.keys(this.answer.body).sort(), names.sort())
  for (const name of Object.keys(this.answer.body)) assert.equal(this.answer.body[name], held[name])
})
Then(/^the response body only contains the property "\$\.(\w+)" if it is available$/, function (name) {
  assert.deepEqual(this.answer.body, { [name]: held[name] })
})
Then(/^the response property "([^"]+)" is either (.+)$/, function (path, words) {
  const list = [...words.matchAll(/"([^"]+)"/g)].map((word) => word[1])
  assert.ok(list.includes(at(this.answer.body, path)), JSON.stringify(this.answer.body))
})
Then(/^the response body contains valid status values$/, function () {
  this.complies('#/components/schemas/SubscriptionStatusResponse', this.answer.body)
})
Then(/^the response contains error code "([^"]+)"$/, function (code) {
  assert.equal(this.answer.body.code, code)
  assert.equal(this.answer.body.status, this.answer.status)
})
