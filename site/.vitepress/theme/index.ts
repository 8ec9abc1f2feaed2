import { defineAsyncComponent } from 'vue';
import DefaultTheme from 'vitepress/theme';
import Images from './Images.vue';
import './style.css';

export default {
  extends: DefaultTheme,
  enhanceApp: ({ app }: { app: { component(name: string, component: unknown): void } }) => {
    app.component('ImagesTable', Images);
    app.component('MachineFinder', defineAsyncComponent(() => import('./Finder.vue')));
  },
};
