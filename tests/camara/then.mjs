// What a case sends and expects.
import { Then, When } from '@cucumber/cucumber'
import assert from 'node:assert/strict'
import { at, held, seed } from './world.mjs'

const said = (text) => { try { return JSON.parse(text) } catch { return text } }

When(/^the HTTP "POST" request is sent$/, async function () { await this.send() })
When(/^the (?:HTTP "POST" )?request "([^"]+)" is sent$/, async function (operation) { await this.send(operation) })

Then(/^the response status code is "?(\d+)"?$/, function (status) {
  assert.equal(this.answer.status, Number(status), JSON.stringify(this.answer.body))
})
Then(/^the response header "Content-Type" is "([^"]+)"$/, function (type) {
  assert.equal(this.answer.headers.get('content-type'), type)
})
Then(/^the response header "x-correlator" has same value as the request header "x-correlator"$/, function () {
  assert.equal(this.answer.headers.get('x-correlator'), this.headers['x-correlator'])
})
Then(/^the response body complies with the OAS schema at "([^"]+)"$/, function (schema) { this.complies(schema, this.answer.body) })
Then(/^(?:the value of )?(?:the )?response property "([^"]+)" (?:is equal to|is|==) (true|false|null|\d+|"[^"]*")$/, function (path, value) {
  assert.deepEqual(at(this.answer.body, path), said(value))
})
Then(/^the response property "([^"]+)" is equal to the phone number associated with the access token$/, function (path) {
  assert.equal(at(this.answer.body, path), seed.lines.main)
})
Then(/^the response property "([^"]+)" is equal to an integer value between 0 and 100$/, function (path) {
  const score = at(this.answer.body, path)
  assert.ok(Number.isInteger(score) && score >= 0 && score <= 100, `${score}`)
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
// The register has all but the last day of a document that has none.
Then(/^the response body contains all the available properties defined in the schema$/, function () {
  const names = Object.keys(this.definition.text.components.schemas.KYC_FillinResponse.properties)
  assert.deepEqual(Object.keys(this.answer.body).sort(), names.filter((name) => name !== 'idDocumentExpiryDate').sort())
  for (const name of Object.keys(this.answer.body)) assert.equal(this.answer.body[name], held[name])
})
Then(/^the response body only contains the property "\$\.(\w+)" if it is available$/, function (name) {
  assert.deepEqual(this.answer.body, name === 'idDocumentExpiryDate' ? {} : { [name]: held[name] })
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
