import { useRef } from 'react';
import { useOpenProject } from '../../client/hooks';
import { useStore } from '../../client/store';
import { IconButton } from '../../components/button/button';
import { EmptyState } from '../../components/note/empty-state';
import { MenuButton } from '../../components/menu/menu-button';
import { Splitter } from '../../components/splitter/splitter';
import { Tabs, type TabItem } from '../../components/tabs/tabs';
import { useApp, useCommandVersion, useKeysOf, useWorkspace } from '../app-context';
import { documentKey, groupsOf, type LayoutNode, type SplitNode, type TabGroup } from '../workspace/layout';
import { menuItem } from './menu-items';

/** Tabs and splits of the screen. */
export function WorkArea() {
  const { workspace, state } = useWorkspace();
  const layout = workspace.layout(state.screen);
  return (
    <div className="work-area" data-region="Work area">
      <Node node={layout.root} />
    </div>
  );
}

function Node({ node }: { readonly node: LayoutNode }) {
  return node.type === 'group' ? <Group group={node} /> : <Split node={node} />;
}

function Split({ node }: { readonly node: SplitNode }) {
  const { workspace } = useApp();
  const ref = useRef<HTMLDivElement>(null);
  const right = node.direction === 'right';
  const length = (): number => (right ? ref.current?.offsetWidth : ref.current?.offsetHeight) ?? 1000;
  return (
    <div ref={ref} className={`work-split work-split-${node.direction}`}>
      <div className="work-part" style={{ flex: `${node.ratio} 1 0` }}>
        <Node node={node.first} />
      </div>
      <Splitter
        label="Share of the two panes"
        orientation={right ? 'vertical' : 'horizontal'}
        size={Math.round(node.ratio * 1000)}
        minimum={150}
        maximum={850}
        onResize={(size) => workspace.resizeSplit(node, node.ratio + ((size - Math.round(node.ratio * 1000)) * 1000) / length() / 1000)}
      />
      <div className="work-part" style={{ flex: `${1 - node.ratio} 1 0` }}>
        <Node node={node.second} />
      </div>
    </div>
  );
}

function Group({ group }: { readonly group: TabGroup }) {
  const { features, workspace, commands, session } = useApp();
  const protocols = useStore(session.protocols);
  const { state } = useWorkspace();
  useCommandVersion();
  const open = useOpenProject();
  const layout = workspace.layout(state.screen);
  const active = layout.activeGroup === group.id;
  const pinned = new Set(features.pinned(state.screen).map(documentKey));
  const items: TabItem[] = group.documents.map((document) => {
    const kind = features.documents.get(document.kind);
    return { id: documentKey(document), label: kind?.title(document, open?.project ?? null, protocols) ?? 'Not there any more', icon: kind?.icon };
  });
  const shown = group.documents.find((document) => documentKey(document) === group.active);
  const Body = shown ? features.documents.get(shown.kind)?.component : undefined;
  const panelId = `panel-${group.id}`;
  const close = (key: string): void => {
    const document = group.documents.find((other) => documentKey(other) === key);
    if (document) workspace.close(document);
  };
  const groups = groupsOf(layout.root).length;
  const closeKeys = useKeysOf('view.closeTab');
  const findKeys = useKeysOf('palette.open');

  return (
    <div className="work-group" onFocusCapture={() => workspace.focusGroup(group.id)} onPointerDownCapture={() => workspace.focusGroup(group.id)}>
      <Tabs
        label="Open documents"
        items={items}
        selected={group.active ?? ''}
        panelId={panelId}
        onSelect={(key) => {
          const document = group.documents.find((other) => documentKey(other) === key);
          if (document) workspace.open(document, state.screen);
        }}
        onClose={close}
        end={
          <>
            <Hidden />
            {shown && !pinned.has(documentKey(shown)) ? <IconButton icon="close" label="Close this tab" keys={closeKeys} onClick={() => close(documentKey(shown))} /> : null}
            {group.documents.length > 1 || groups > 1 ? (
              <IconButton icon="split" label="Put this tab beside the others" offReason={group.documents.length < 2 ? 'There is no other tab in this pane' : ''} onClick={() => workspace.split('right')} />
            ) : null}
            <MenuButton
              label="More about tabs"
              icon="more"
              iconOnly
              items={() => ['view.splitRight', 'view.splitDown', 'view.closeTab', 'view.closeOthers'].flatMap((id) => commands.get(id) ?? []).map((command) => menuItem(commands, command))}
            />
          </>
        }
      />
      <div className="work-panel" id={panelId} role="tabpanel" aria-label={items.find((item) => item.id === group.active)?.label}>
        {Body && shown ? (
          <Body key={documentKey(shown)} document={shown} active={active} />
        ) : (
          <EmptyState title="Nothing is open here">Choose a device at the left, or {findKeys === undefined ? 'find one' : `find one with ${findKeys}`}.</EmptyState>
        )}
      </div>
    </div>
  );
}

/** Ways to what has no room in a narrow or low window. */
function Hidden() {
  const { appearance, commands } = useApp();
  const { below, low } = useStore(appearance.viewport);
  const { state } = useWorkspace();
  const sideKeys = useKeysOf('view.side');
  const inspectorKeys = useKeysOf('view.inspector');
  const dockKeys = useKeysOf('view.dock');
  return (
    <>
      {below.includes(820) ? <IconButton icon="list" label="Devices" keys={sideKeys} pressed={state.overlay === 'side'} onClick={() => commands.runById('view.side')} /> : null}
      {below.includes(1100) ? <IconButton icon="note" label="Inspector" keys={inspectorKeys} pressed={state.overlay === 'inspector'} onClick={() => commands.runById('view.inspector')} /> : null}
      {low ? <IconButton icon="chart" label="Trend, diagnostics, log, problems" keys={dockKeys} onClick={() => commands.runById('view.dock')} /> : null}
    </>
  );
}
