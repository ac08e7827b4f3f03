/**
 * Says that the page has lost the server as soon as the connection is gone by which it is kept up to date, and not only when
 * somebody next uses it: until then it would show, as if it were live, what may no longer be so.
 */
type Push = { state: string };
type Connection = { state: string };

const page = window as unknown as {
  Vaadin?: { connectionState?: Connection };
  vaadinPush?: { atmosphere: { addCallback(heard: (push: Push) => void): void } };
};

/** A connection that is back within this time, as after a phone wakes up, is not worth a word. */
const PATIENCE_MS = 3000;
const LOST = ['closed', 'error'];
const THERE = ['opening', 're-opening', 'openAfterResume', 'messageReceived'];

let waiting: number | undefined;
let said = false;

function heard(push: Push) {
  const connection = page.Vaadin?.connectionState;
  if (!connection) return;
  if (LOST.includes(push.state)) {
    // It is heard of again at each attempt that fails, so that a page which was just loading says it a little later.
    waiting ??= window.setTimeout(() => {
      waiting = undefined;
      if (connection.state !== 'connected') return;
      said = true;
      connection.state = 'reconnecting';
    }, PATIENCE_MS);
  } else if (THERE.includes(push.state)) {
    window.clearTimeout(waiting);
    waiting = undefined;
    if (said && connection.state === 'reconnecting') connection.state = 'connected';
    said = false;
  }
}

/** Its program comes after this one, with the first page that is kept up to date. */
function follow() {
  if (page.vaadinPush) page.vaadinPush.atmosphere.addCallback(heard);
  else window.setTimeout(follow, 500);
}

follow();

export {};
