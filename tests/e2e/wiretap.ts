import type { AppWindow } from "./window.js";

/** What went between the window and the shell. */
export interface Message {
  way: "request" | "reply" | "event";
  /** The command, or the event's name. */
  name: string;
  text: string;
}

/** What the shell reports by itself. */
const EVENTS = ["accounts-changed", "activity-changed", "inventory-changed"];

/** Listens from now on to all that goes between the window and the shell. */
export async function listen(window: AppWindow): Promise<void> {
  await window.driver.executeAsyncScript(
    `const [events, done] = arguments;
     const heard = (window.__heard = []);
     const fetched = window.fetch.bind(window);
     window.fetch = async (input, init) => {
       const address = String(input instanceof Request ? input.url : input);
       const ipc = address.startsWith("ipc:") || address.startsWith("http://ipc.localhost");
       const name = decodeURIComponent(new URL(address, location.href).pathname.slice(1));
       const headers = JSON.stringify([...new Headers(init?.headers).entries()]);
       const body = init?.body;
       const text = typeof body === "string" ? body : body ? new TextDecoder().decode(body) : "";
       if (ipc) heard.push({ way: "request", name, text: headers + text });
       const reply = await fetched(input, init);
       if (ipc) {
         const told = JSON.stringify([...reply.headers.entries()]);
         heard.push({ way: "reply", name, text: told + (await reply.clone().text()) });
       }
       return reply;
     };
     const tauri = window.__TAURI_INTERNALS__;
     Promise.all(events.map((event) => tauri.invoke("plugin:event|listen", {
       event,
       target: { kind: "Any" },
       handler: tauri.transformCallback((message) => heard.push({ way: "event", name: event, text: JSON.stringify(message) })),
     }))).then(() => done(null), (error) => done(String(error)));`,
    EVENTS,
  );
}

/** What has been heard. */
export async function heard(window: AppWindow): Promise<Message[]> {
  return window.driver.executeScript("return window.__heard");
}

/** All that the page holds: what it shows, what stands in fields, and what it stores. By place. */
export async function held(window: AppWindow): Promise<Record<string, string>> {
  return window.driver.executeAsyncScript(
    `const done = arguments[0];
     (async () => {
       const databases = {};
       for (const { name, version } of await indexedDB.databases()) {
         const database = await new Promise((resolve, reject) => {
           const opening = indexedDB.open(name, version);
           opening.onsuccess = () => resolve(opening.result);
           opening.onerror = () => reject(opening.error);
         });
         for (const store of database.objectStoreNames) {
           databases[name + "/" + store] = await new Promise((resolve, reject) => {
             const reading = database.transaction(store).objectStore(store).getAll();
             reading.onsuccess = () => resolve(reading.result);
             reading.onerror = () => reject(reading.error);
           });
         }
         database.close();
       }
       return {
         page: document.documentElement.outerHTML,
         fields: [...document.querySelectorAll("input, textarea")].map((one) => one.value).join("\\n"),
         address: location.href + JSON.stringify(history.state),
         localStorage: JSON.stringify({ ...localStorage }),
         sessionStorage: JSON.stringify({ ...sessionStorage }),
         indexedDB: JSON.stringify(databases),
         cookies: document.cookie,
       };
     })().then(done, (error) => done({ failed: String(error) }));`,
  );
}
