// Generates the texts that the shipped text models learn from: node texts.mjs GROUND_LEXICON.json NEUTRAL_FOLDER OUT_FOLDER
// Positive: pages put together out of a lexicon's phrases and of ordinary sentences around them. Negative: pages of ordinary
// sentences (the neutral corpora), prose of Debian's documentation, and warnings that quote the same phrases. Every text is
// made from a fixed seed, and none is of a person. What a model learns from this is the manner of such pages as we wrote
// it; how well that fits real ones is measured on an instance's own golden set, not here.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [lexiconFile, neutralFolder, out] = process.argv.slice(2)
const { terms } = JSON.parse(readFileSync(lexiconFile, 'utf8'))

let state = 0x9e3779b9
const random = (n) => {
  state ^= state << 13; state ^= state >>> 17; state ^= state << 5
  return (state >>> 0) % n
}
const pick = (list) => list[random(list.length)]

const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u
const sentences = readdirSync(neutralFolder).sort().flatMap((f) => readFileSync(join(neutralFolder, f), 'utf8').split('\n%%\n'))
  .flatMap((text) => text.split(/(?<=[.!?。！？])\s*/u)).map((s) => s.trim()).filter((s) => s.length > 8)
const scriptOf = (text) => unspaced.test(text) ? 'unspaced' : /\p{Script=Latin}/u.test(text) ? 'latin' : 'other'
const byScript = {}
for (const s of sentences) (byScript[scriptOf(s)] ??= []).push(s)

const frames = {
  en: ['{}!', 'Today only: {}.', 'Join now and {}', '{} — sign up in one minute.', 'Best {} of the year', '{} for all new members', 'Start here: {}', '{}. Hurry.'],
  zh: ['{}！', '立即加入，{}', '{}，一分钟注册', '最佳{}', '新会员{}', '{}，点击进入', '今日{}'],
  any: ['{}!', '{} →', '★ {} ★', '{} 24/7', '{}.'],
}
const warnings = {
  en: ['Beware: messages that say "{}" are a trick.', 'Police warn of sites that promise "{}".', 'The court fined a site for the words "{}".', 'In class we discussed why "{}" is never true.', 'The article describes how {} works and what it costs families.'],
  zh: ['警方提醒：凡称“{}”的，一律是骗局。', '法院认定被告以“{}”招揽他人。', '课堂上讨论了“{}”为何不可信。', '记者调查发现，“{}”的广告屡禁不止。'],
  any: ['«{}» ?', '"{}" (1)'],
}
const clean = (term) => term.split('|')[0].replace(/\*$/, '')
const languages = Object.keys(terms)

function positive() {
  const language = pick(languages)
  const phrases = terms[language].map(clean)
  const script = scriptOf(phrases[0])
  const parts = []
  for (let i = 2 + random(5); i > 0; --i) parts.push(pick([...(frames[language] ?? []), ...frames.any]).replace('{}', pick(phrases)))
  for (let i = random(4); i > 0; --i) parts.splice(random(parts.length + 1), 0, pick(byScript[script]))
  return parts.join(script === 'unspaced' ? '' : ' ')
}
function neutral() {
  const script = pick(['latin', 'latin', 'unspaced', 'other'])
  const parts = []
  for (let i = 2 + random(6); i > 0; --i) parts.push(pick(byScript[script]))
  return parts.join(script === 'unspaced' ? '' : ' ')
}
function warning() {
  const language = pick(['en', 'zh'])
  const phrases = terms[language].map(clean)
  const script = scriptOf(phrases[0])
  const parts = [pick(warnings[language]).replace('{}', pick(phrases))]
  for (let i = 2 + random(4); i > 0; --i) parts.splice(random(parts.length + 1), 0, pick(byScript[script]))
  return parts.join(script === 'unspaced' ? '' : ' ')
}
// Paragraphs of Debian's documentation, where it is installed.
function debian() {
  const found = []
  const walk = (folder, depth) => {
    if (depth > 4 || found.length >= 1500) return
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) walk(path, depth + 1)
      else if (/\.html?$/.test(entry.name) && found.length < 1500)
        for (const p of readFileSync(path, 'utf8').match(/<p>[^]{200,1500}?<\/p>/g)?.slice(0, 5) ?? [])
          found.push(p.replace(/<[^>]*>/g, ' ').replace(/&[a-z#0-9]+;/g, ' ').replace(/\s+/g, ' ').trim())
    }
  }
  for (const folder of ['/usr/share/doc/debian-policy', '/usr/share/doc/libxslt1-dev', '/usr/share/doc/valgrind', '/usr/share/doc/python3'])
    if (existsSync(folder)) walk(folder, 0)
  return found
}

mkdirSync(out, { recursive: true })
const many = (n, make) => Array.from({ length: n }, make)
writeFileSync(join(out, 'positive.txt'), many(3000, positive).join('\n%%\n') + '\n')
writeFileSync(join(out, 'negative.txt'), [...many(3000, neutral), ...many(1000, warning), ...debian()].join('\n%%\n') + '\n')
