(() => {
const { body } = document, all = [...document.querySelectorAll('section')]
const [first, most, tries] = body.dataset.retry.split(' ').map(Number)
const method = body.dataset.method, sent = !!method && !/^(GET|HEAD)$/.test(method)
const at = selector => all.map(section => section.querySelector(selector))
const nav = document.querySelector('.langs')
const here = location.pathname + location.search
// How often the site was asked, how long until it is asked again; what is said at the moment.
let count = 0, left = 0, whole = 1, said = 0, timer
// A site that comes back and falls again is asked as patiently as before, not from the start.
try {
  const [n, when] = JSON.parse(sessionStorage.why502)
  if (Date.now() - when < 9e4) count = n
} catch {}
// Words: auto next checking still back stopped ended returned watching
const draw = () => all.forEach(section => {
  const words = section.dataset.say.split('|')
  const [say, clock, bar] = section.querySelectorAll('.say,.clock,.bar')
  // Written only when it differs: a live region is read out whenever it is touched.
  if (say.textContent != words[said]) say.textContent = words[said]
  clock.hidden = bar.hidden = !timer
  clock.textContent = words[1].replace('{s}', left)
  bar.firstChild.style.transform = `scaleX(${left / whole})`
  section.querySelector('.stop').hidden = !timer
})
const stop = word => {
  clearInterval(timer)
  timer = 0
  said = word
  draw()
}
const start = word => {
  clearInterval(timer)
  if (count >= tries) return stop(6)
  // Within a quarter more or less, so that not all visitors come back in the same second.
  left = whole = Math.round(Math.min(first * 2 ** count, most) * (0.75 + Math.random() / 2))
  said = word
  timer = setInterval(() => {
    if (document.hidden) return
    if (--left > 0) draw()
    else probe()
  }, 1000)
  draw()
}
const probe = async () => {
  stop(2)
  let up = false
  try {
    const { status } = await fetch(here, { method: 'HEAD', cache: 'no-store', redirect: 'manual' })
    // 501 is an answer too: from a program that does not know HEAD.
    up = status < 500 || status == 501
  } catch {}
  count++
  if (!up) return start(3)
  // What was sent is never sent again: neither by a reload nor by itself.
  if (sent) return stop(7)
  stop(4)
  try {
    sessionStorage.why502 = JSON.stringify([count, Date.now()])
  } catch {}
  // A reload would repeat a form if this page answered one; replacing never does.
  if (method) location.reload()
  else location.replace(here)
}
const show = section => {
  document.querySelectorAll('section,footer a').forEach(part => { part.hidden = part.lang != section.lang })
  nav.querySelectorAll('button').forEach(button => { button.hidden = button.lang == section.lang })
  document.documentElement.lang = section.lang
  document.title = section.dataset.title
}
// Languages: the browser's first that is there; the others by a button.
let chosen
for (const tag of navigator.languages || []) {
  chosen ||= all.find(section => section.dataset.match.split(' ').some(m => tag.toLowerCase().startsWith(m)))
}
if (all.length > 1) all.forEach(section => {
  const button = document.createElement('button')
  button.lang = section.lang
  button.textContent = section.dataset.own
  button.onclick = () => show(section)
  nav.append(button)
})
show(chosen || all[0])
at('.retry').forEach(box => { box.hidden = false })
at('.wait').forEach(line => { line.hidden = true })
at('.stop').forEach(button => { button.onclick = () => stop(5) })
at('.go').forEach(link => {
  link.onclick = event => {
    event.preventDefault()
    if (said != 2) probe()
  }
})
document.querySelectorAll('a[href^="mailto:"]').forEach(link => {
  const { href } = link
  link.onclick = () => {
    const now = new Date(), id = document.querySelector('code')
    const lines = [location.href, now.toString(), body.dataset.status, id ? id.textContent : '']
    link.href = href + '&body=' + encodeURIComponent(lines.join('\r\n'))
  }
})
start(sent ? 8 : 0)
})()
