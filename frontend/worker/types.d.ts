/** What workers have and TypeScript's library does not know yet. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
}

interface SubscriptionChange extends ExtendableEvent {
  readonly oldSubscription: PushSubscription | null;
  readonly newSubscription: PushSubscription | null;
}

interface ServiceWorkerGlobalScopeEventMap {
  pushsubscriptionchange: SubscriptionChange;
  sync: SyncEvent;
}
