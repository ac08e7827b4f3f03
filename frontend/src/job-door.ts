/**
 * The page that the link of an install job opens. The secret stands behind the # of the address, where no server, log or
 * Referer sees it. It is taken out of the address before anything else, and given for a session.
 */
const door = document.getElementById('door') as HTMLElement;
const note = document.getElementById('note') as HTMLElement;
const secret = location.hash.slice(1);

async function open() {
  history.replaceState(null, '', location.pathname);
  note.textContent = door.dataset.opening ?? '';
  try {
    const answer = await fetch('/job/open', {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body: secret,
      cache: 'no-store',
    });
    if (answer.ok) {
      location.replace('/install');
      return;
    }
    note.textContent = await answer.text();
    // Too many at once: the address has the secret no more, so whoever waits need not open the link again.
    if (answer.status === 429) {
      setTimeout(() => void open(), 1000 * Number(answer.headers.get('Retry-After') ?? 60));
    }
  } catch (problem) {
    console.warn('The link could not be opened', problem);
    note.textContent = door.dataset.offline ?? '';
  }
}

if (secret) void open();
window.addEventListener('hashchange', () => location.reload());
