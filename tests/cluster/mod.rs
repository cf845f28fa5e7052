//! The engine that answers from a cluster.
//!
//! No cluster can be had here, so three things stand for one: what a real one answered, recorded (`replay`); a stand-in
//! that answers from memory with tantivy's own scores for each split (`alike`, `checking`, `pushing`, `served`, `failing`); and, where one is
//! at hand, a real one (`real`).

mod alike;
mod bytes;
mod checking;
mod cost;
mod failing;
mod order;
mod passages;
mod pushing;
mod real;
mod replay;
mod served;
mod server;
mod standin;

use std::sync::Arc;

use crate::support::{Run, World};
use server::Node;
use standin::StandIn;

/// A stand-in with one node.
pub(crate) struct Cluster {
    pub(crate) store: Arc<StandIn>,
    pub(crate) node: Node,
}

impl Cluster {
    /// A cluster that makes a split of so many documents.
    pub(crate) fn new(split: usize) -> Self {
        let store = StandIn::new(split);
        let node = Node::start(store.answer());
        Self { store, node }
    }

    /// Runs the program on this cluster.
    pub(crate) fn run(&self, world: &World, arguments: &[&str]) -> Run {
        let call = world.call(arguments).env("ALINEA_ENGINE", self.node.url());
        call.env("XDG_CACHE_HOME", world.path("cache")).run()
    }

    #[track_caller]
    pub(crate) fn push(&self, world: &World, arguments: &[&str]) -> Run {
        let run = self.run(world, &[&["push", "--json"], arguments].concat());
        run.exits(0);
        run
    }
}

/// Two pages, pushed from `a`; then a passage of the first was written anew.
fn changed_since_its_push() -> (World, Cluster) {
    let world = World::new();
    world.write("a/one.txt", "Un\n\nLe vieux bateau prend la mer.[1]\n\nUn passage reste.\n");
    world.write("a/two.txt", "Deux\n\nUn autre bateau reste au port.\n");
    let cluster = Cluster::new(2);
    cluster.push(&world, &["a"]);
    world.write("a/one.txt", "Un\n\nLe nouveau bateau prend la mer.[1]\n\nUn passage reste.\n");
    (world, cluster)
}
