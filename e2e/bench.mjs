// How fast the page reads a large file. No test: `cargo xtask bench` runs it, and prints what it writes.
//
// The file is dropped on the page as it lies on the disk. The yardsticks run in the same page on the same file, one
// after another, round after round.

import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { hook, open, story } from './harness.mjs'

const { rounds, words, logs } = JSON.parse(readFileSync(process.env.WHY502_BENCH, 'utf8'))
const answer = []

for (const { name, path } of logs) {
  story(`speed: ${name}`, { minutes: 15 }, async page => {
    page.setDefaultTimeout(300_000)
    await open(page)
    // An input of our own: the page empties its own as soon as it has the file.
    await page.evaluate(() => {
      const input = document.createElement('input')
      input.type = 'file'
      input.id = 'bench'
      input.hidden = true
      document.body.append(input)
    })
    await page.locator('#bench').setInputFiles(path)
    await page.evaluate(yardsticks, words)
    const measured = { name, page: [], reading: [], automaton: [], split: [] }
    // The round before the first one warms everything up.
    for (let round = 0; round <= rounds; round++) {
      for (const what of ['page', 'reading', 'automaton', 'split']) {
        const speed = await page.evaluate(what => window.bench[what](), what)
        assert.ok(speed > 0, `${what} of ${name}: ${speed}`)
        if (round > 0) measured[what].push(speed)
      }
    }
    assert.ok(await hook(page, 'verdict').getAttribute('data-cause'), 'every log has failures')
    answer.push(measured)
    writeFileSync(process.env.WHY502_BENCH_ANSWER, JSON.stringify(answer))
  })
}

/** Runs in the page: makes `window.bench`, whose functions give megabytes a second. */
function yardsticks(words) {
  const file = document.querySelector('#bench').files[0]
  const SLICE = 256 * 1024

  const timed = async body => {
    const start = performance.now()
    await body()
    return file.size / 1e3 / (performance.now() - start)
  }

  const slice = from => file.slice(from, from + SLICE).arrayBuffer()

  /** All slices; the next one is under way while one is looked at. */
  const slices = async each => {
    let next = slice(0)
    for (let from = 0; from < file.size; from += SLICE) {
      const bytes = await next
      next = slice(from + SLICE)
      each(new Uint8Array(bytes))
    }
  }

  const page = () => timed(() => new Promise(resolve => {
    const verdict = document.querySelector('[data-testid=verdict]')
    const observer = new MutationObserver(() => {
      if (verdict.dataset.state !== 'done') return
      observer.disconnect()
      resolve()
    })
    observer.observe(verdict, { attributes: true, attributeFilter: ['data-state'] })
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(file)
    const target = document.querySelector('[data-testid=drop-target]')
    target.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
  }))

  const table = automaton(words)
  window.bench = {
    page,
    reading: () => timed(async () => {
      for (let from = 0; from < file.size; from += SLICE) await slice(from)
    }),
    automaton: () => timed(async () => {
      let state = 0
      let hits = 0
      await slices(bytes => {
        for (let at = 0; at < bytes.length; at++) {
          state = table.next[state + table.classes[bytes[at]]]
          hits += table.ends[state]
        }
      })
      window.hits = hits
    }),
    split: () => timed(async () => {
      const decoder = new TextDecoder()
      let begun = ''
      let hits = 0
      await slices(bytes => {
        const lines = (begun + decoder.decode(bytes, { stream: true })).split('\n')
        begun = lines.pop()
        for (const line of lines) if (line.includes('" 50') || line.includes('[error]')) hits++
      })
      window.hits = hits
    }),
  }

  /** Aho-Corasick as one table; a state is where its row begins. Letters count in any case. */
  function automaton(words) {
    const lower = byte => byte >= 65 && byte <= 90 ? byte + 32 : byte
    const all = words.map(word => new TextEncoder().encode(word).map(lower))
    // Bytes that stand in no word are one class.
    const classes = new Uint8Array(256)
    let width = 1
    for (const byte of new Set(all.flatMap(word => [...word]))) classes[byte] = width++
    for (let byte = 65; byte <= 90; byte++) classes[byte] = classes[byte + 32]
    const most = 1 + all.reduce((sum, word) => sum + word.length, 0)
    const next = new Int32Array(most * width).fill(-1)
    const ends = new Uint8Array(most * width)
    let size = width
    for (const word of all) {
      let state = 0
      for (const byte of word) {
        const to = state + classes[byte]
        if (next[to] < 0) {
          next[to] = size
          size += width
        }
        state = next[to]
      }
      ends[state] = 1
    }
    // Breadth first: where a word cannot go on, the longest end of it that begins another one does.
    const fail = new Int32Array(most * width)
    const queue = []
    for (let of = 0; of < width; of++) {
      if (next[of] < 0) next[of] = 0
      else queue.push(next[of])
    }
    for (let at = 0; at < queue.length; at++) {
      const state = queue[at]
      ends[state] |= ends[fail[state]]
      for (let of = 0; of < width; of++) {
        const to = state + of
        const other = next[fail[state] + of]
        if (next[to] < 0) {
          next[to] = other
        } else {
          fail[next[to]] = other
          queue.push(next[to])
        }
      }
    }
    return { classes, next, ends }
  }
}
